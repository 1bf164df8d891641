package io.dynamopatterns.operations.deploy;

import io.dynamopatterns.operations.ChangeOperation;
import io.dynamopatterns.operations.ChangePlan;
import io.dynamopatterns.operations.Inventory;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/** Deletes old versions of functions; what an alias points at stays. */
@OperationInfo(
    name = "versions prune",
    summary =
        "Deletes old versions of the functions. What an alias points at stays, and the newest others.",
    examples = "versions prune --keep 10 --prefix dynamo-patterns-prod --dry-run")
public final class VersionsPrune implements ChangeOperation<VersionsPrune.Request> {
  private static final String UNPUBLISHED = "$LATEST";

  /** What stays. */
  public record Request(
      @Param(
              value = "How many versions beside those of aliases stay: the way back.",
              otherwise = "10",
              max = 1000)
          int keep) {}

  /** Versions of a function. */
  public record Old(String function, List<String> versions, long bytes) {}

  /** What would be deleted, or was. */
  public record Pruned(List<Old> functions, long bytes, boolean deleted)
      implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("FUNCTION", "VERSIONS", "BYTES");
      functions.forEach(
          one ->
              table.row(
                  one.function(), String.join(" ", one.versions()), "%,d".formatted(one.bytes())));
      return table.note(
          functions.isEmpty()
              ? "No version is old."
              : "%,d bytes of code %s."
                  .formatted(bytes, deleted ? "were deleted" : "are deleted by this"));
    }
  }

  @Override
  public ChangePlan plan(Request request, Session session) {
    if (session.deployment().isLocal()) {
      throw OperationException.request(
          "the local fleet has no versions of functions: name a deployment with --prefix or --state");
    }
    List<Old> all = new ArrayList<>();
    for (Inventory.Function function : session.deployment().inventory().functions()) {
      session.progress().report("Looking at the versions of " + function.name());
      Old old = old(session, function.name(), request.keep());
      if (!old.versions().isEmpty()) {
        all.add(old);
      }
    }
    return new ChangePlan(pruned(all, false), () -> delete(session, all));
  }

  private static Pruned pruned(List<Old> all, boolean deleted) {
    return new Pruned(all, all.stream().mapToLong(Old::bytes).sum(), deleted);
  }

  private static Old old(Session session, String function, int keep) {
    Set<String> inUse = new HashSet<>(Set.of(UNPUBLISHED));
    for (AliasConfiguration alias :
        session
            .clients()
            .lambda()
            .listAliasesPaginator(call -> call.functionName(function))
            .aliases()) {
      inUse.add(alias.functionVersion());
      if (alias.routingConfig() != null) {
        inUse.addAll(alias.routingConfig().additionalVersionWeights().keySet());
      }
    }
    List<FunctionConfiguration> old =
        session
            .clients()
            .lambda()
            .listVersionsByFunctionPaginator(call -> call.functionName(function))
            .versions()
            .stream()
            .filter(version -> !inUse.contains(version.version()))
            .sorted(
                Comparator.<FunctionConfiguration>comparingLong(
                        version -> Long.parseLong(version.version()))
                    .reversed())
            .skip(keep)
            .toList();
    return new Old(
        function,
        old.stream().map(FunctionConfiguration::version).toList(),
        old.stream().mapToLong(FunctionConfiguration::codeSize).sum());
  }

  private static OperationResult delete(Session session, List<Old> all) {
    for (Old old : all) {
      for (String version : old.versions()) {
        session.progress().report("Deleting %s:%s".formatted(old.function(), version));
        try {
          session
              .clients()
              .lambda()
              .deleteFunction(call -> call.functionName(old.function()).qualifier(version));
        } catch (LambdaException e) {
          throw OperationException.failed(
              e,
              "%s:%s was not deleted: %s; those before it were, run it again for the rest",
              old.function(),
              version,
              e.awsErrorDetails().errorMessage());
        }
      }
    }
    return pruned(all, true);
  }
}
