package io.dynamopatterns.e2e.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.iam.RequiredPermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One action that a policy allows, on one resource.
 *
 * @param resource an ARN, in which {@code *} stands for anything
 */
record Grant(String action, String resource) implements Comparable<Grant> {
  private static final Comparator<Grant> ORDER =
      Comparator.comparing(Grant::action).thenComparing(Grant::resource);

  /** Buckets have no account in their ARN: a condition that names it allows no more. */
  private static final Pattern OWN_BUCKET =
      Pattern.compile("\\{\"StringEquals\":\\{\"s3:ResourceAccount\":\"\\d{12}\"}}");

  /** The grants of a policy document. What could mean more or less than it seems is refused. */
  static List<Grant> of(String policy, String where) {
    List<Grant> grants = new ArrayList<>();
    for (JsonNode statement : DeployedState.parse(policy).path("Statement")) {
      if (!statement.path("Effect").asText().equals("Allow")
          || statement.has("NotAction")
          || statement.has("NotResource")
          || statement.has("Condition")
              && !OWN_BUCKET.matcher(statement.path("Condition").toString()).matches()) {
        throw new AssertionError(
            "%s has more than Allow, Action, Resource and the account of a bucket, which nothing here judges: %s"
                .formatted(where, statement));
      }
      for (String action : texts(statement.path("Action"))) {
        if (action.contains("*")) {
          throw new AssertionError("%s allows the wildcard %s".formatted(where, action));
        }
        for (String resource : texts(statement.path("Resource"))) {
          grants.add(new Grant(action, resource));
        }
      }
    }
    return grants;
  }

  boolean allows(RequiredPermission permission) {
    String pattern =
        Pattern.compile("\\*")
            .splitAsStream(resource + "\0")
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return permission.action().equalsIgnoreCase(action)
        && Pattern.matches(pattern, permission.resource() + "\0");
  }

  /** A member that is one text or a list of them. */
  private static List<String> texts(JsonNode member) {
    List<String> texts = new ArrayList<>();
    if (member.isTextual()) {
      texts.add(member.asText());
    }
    member.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Override
  public int compareTo(Grant other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return action + " on " + resource;
  }
}
