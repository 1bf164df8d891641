package io.dynamopatterns.operations.permissions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Permissions as IAM statements in Terraform's language, one for each resource: the input {@code
 * statements} of the module {@code function}.
 */
final class PolicyStatements {
  private static final String SCOPE = ":us-east-1:123456789012:";
  private static final String ACCOUNT = "data.aws_caller_identity.current";
  private static final String REGION = "data.aws_region.current";
  private static final String INDEX = "/index/";

  private PolicyStatements() {}

  /**
   * @param arnExpressions how Terraform's root module writes an ARN; another ARN gets the account
   *     and the Region of data sources
   */
  static String of(Collection<Permission> permissions, Map<String, String> arnExpressions) {
    Map<String, TreeSet<String>> actions = new TreeMap<>();
    List<String> unknown = new ArrayList<>();
    for (Permission permission : new TreeSet<>(permissions)) {
      if (permission.resource().startsWith("arn:")) {
        actions
            .computeIfAbsent(resource(permission.resource()), any -> new TreeSet<>())
            .add(permission.action());
      } else {
        unknown.add(
            "  # %s: the fleet does not know its resource; add a statement with the ARN"
                .formatted(permission.action()));
      }
    }
    StringBuilder text = new StringBuilder();
    List<String> statements = new ArrayList<>();
    Set<String> sids = new HashSet<>();
    actions.forEach(
        (resource, names) ->
            statements.add(
                statement(
                    unused(sid(resource), sids), names, expression(resource, arnExpressions))));
    statements.addAll(unknown);
    String joined = String.join("\n", statements);
    if (joined.contains(ACCOUNT)) {
      text.append("data \"aws_caller_identity\" \"current\" {}\n\n");
    }
    if (joined.contains(REGION)) {
      text.append("data \"aws_region\" \"current\" {}\n\n");
    }
    return text.append("statements = [\n").append(joined).append("\n]\n").toString();
  }

  private static String statement(String sid, Collection<String> actions, String expression) {
    return """
      {
        sid       = "%s"
        actions   = [%s]
        resources = [%s]
      },"""
        .formatted(
            sid,
            actions.stream().map(action -> '"' + action + '"').collect(Collectors.joining(", ")),
            expression)
        .indent(2)
        .stripTrailing();
  }

  /** Objects are as many as there are data: the statement is about all of a bucket. */
  private static String resource(String arn) {
    return arn.startsWith("arn:aws:s3:::") ? arn.replaceFirst("/.*", "/*") : arn;
  }

  private static String expression(String resource, Map<String, String> arnExpressions) {
    String known = arnExpressions.get(resource);
    if (known != null) {
      return known;
    }
    int part = resource.indexOf(resource.contains(INDEX) ? INDEX : "/*");
    String whole = part < 0 ? null : arnExpressions.get(resource.substring(0, part));
    if (whole != null) {
      return "\"${%s}%s\"".formatted(whole, resource.substring(part));
    }
    return '"'
        + resource.replace(SCOPE, ":${" + REGION + ".id}:${" + ACCOUNT + ".account_id}:")
        + '"';
  }

  /** The sid, with a number if another statement has it: names can differ in a hyphen alone. */
  private static String unused(String sid, Set<String> sids) {
    String numbered = sid;
    for (int number = 2; !sids.add(numbered); number++) {
      numbered = sid + number;
    }
    return numbered;
  }

  /** The words of what is after the account: letters and digits, each word with a capital. */
  private static String sid(String arn) {
    String[] parts = arn.split(":", 6);
    StringBuilder sid = new StringBuilder();
    for (String word : (parts[2] + " " + parts[5]).split("[^A-Za-z0-9]+")) {
      if (!word.isEmpty()) {
        sid.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return arn.endsWith("/*") ? sid + "Objects" : sid.toString();
  }
}
