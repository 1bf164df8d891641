package io.dynamopatterns.e2e.terraform;

import io.dynamopatterns.emulator.iam.RequiredPermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the roles of functions allow, beside what the functions did. */
final class LeastPrivilege {
  private final Map<String, Set<Grant>> allowed;
  private final Map<String, Set<Grant>> neededByLambda;
  private final Map<String, Set<RequiredPermission>> used;

  /**
   * @param used what each function's calls needed, by the function's name
   */
  LeastPrivilege(DeployedState state, Map<String, Set<RequiredPermission>> used) {
    Roles roles = new Roles(state);
    this.allowed = roles.ofFunctions();
    this.neededByLambda = roles.neededByLambda();
    this.used = used;
  }

  /** What functions did, or Lambda does for them, that their role does not allow. */
  List<String> denied() {
    List<String> denied = new ArrayList<>();
    used.forEach(
        (function, permissions) ->
            permissions.stream()
                .filter(needed -> allowed.get(function).stream().noneMatch(g -> g.allows(needed)))
                .sorted()
                .forEach(needed -> denied.add(function + " may not " + needed)));
    neededByLambda.forEach(
        (function, grants) ->
            grants.stream()
                .filter(needed -> !allowed.get(function).contains(needed))
                .forEach(needed -> denied.add("Lambda for " + function + " may not " + needed)));
    return denied;
  }

  /** What roles allow that neither the function's code nor Lambda has used. */
  List<String> unused() {
    List<String> unused = new ArrayList<>();
    allowed.forEach(
        (function, grants) ->
            grants.stream()
                .filter(grant -> !neededByLambda.get(function).contains(grant))
                .filter(grant -> used.get(function).stream().noneMatch(grant::allows))
                .forEach(grant -> unused.add(function + " may " + grant + ", and never did")));
    return unused;
  }
}
