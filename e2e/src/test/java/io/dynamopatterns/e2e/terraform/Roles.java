package io.dynamopatterns.e2e.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.e2e.terraform.DeployedState.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the roles of a state allow, and what of it AWS's own services need. */
final class Roles {
  private static final Set<String> OTHER_WAYS_TO_ALLOW =
      Set.of(
          "aws_iam_policy",
          "aws_iam_policy_attachment",
          "aws_iam_role_policies_exclusive",
          "aws_iam_role_policy_attachment",
          "aws_iam_role_policy_attachments_exclusive");

  private final DeployedState state;

  Roles(DeployedState state) {
    this.state = state;
  }

  /** What the role of each function allows, by the function's name. */
  Map<String, Set<Grant>> ofFunctions() {
    requireInlinePoliciesOnly();
    Map<String, Set<Grant>> functions = new TreeMap<>();
    state
        .all("aws_lambda_function")
        .forEach(
            function -> functions.put(function.text("function_name"), of(function.text("role"))));
    return functions;
  }

  /** What the role of each schedule allows, by the schedule's name. */
  Map<String, Set<Grant>> ofSchedules() {
    Map<String, Set<Grant>> schedules = new TreeMap<>();
    state
        .all("aws_scheduler_schedule")
        .forEach(
            schedule ->
                schedules.put(
                    schedule.text("name"), of(target(schedule).path("role_arn").asText())));
    return schedules;
  }

  /** Each schedule invokes its target, and keeps in its queue what could not be delivered. */
  Map<String, Set<Grant>> neededBySchedules() {
    Map<String, Set<Grant>> needed = new TreeMap<>();
    state
        .all("aws_scheduler_schedule")
        .forEach(
            schedule ->
                needed.put(
                    schedule.text("name"),
                    Set.of(
                        new Grant("lambda:InvokeFunction", target(schedule).path("arn").asText()),
                        new Grant(
                            "sqs:SendMessage",
                            target(schedule).at("/dead_letter_config/0/arn").asText()))));
    return needed;
  }

  /**
   * What Lambda itself does with the role of each function: it writes logs and traces, reads the
   * sources of the function's mappings, and keeps what it gives up on.
   */
  Map<String, Set<Grant>> neededByLambda() {
    Map<String, Set<Grant>> needed = new TreeMap<>();
    for (Resource function : state.all("aws_lambda_function")) {
      String logs = function.values().at("/logging_config/0/log_group").asText();
      Set<Grant> grants = new TreeSet<>();
      state.all("aws_cloudwatch_log_group").stream()
          .filter(group -> group.text("name").equals(logs))
          .forEach(
              group ->
                  add(
                      grants,
                      group.text("arn") + ":*",
                      "logs:CreateLogStream",
                      "logs:PutLogEvents"));
      add(grants, "*", "xray:PutTelemetryRecords", "xray:PutTraceSegments");
      needed.put(function.text("function_name"), grants);
    }
    for (Resource mapping : state.all("aws_lambda_event_source_mapping")) {
      Set<Grant> grants = needed.get(functionName(mapping.text("function_name")));
      addSource(grants, mapping.text("event_source_arn"));
      addDestination(
          grants, mapping.values().at("/destination_config/0/on_failure/0"), "destination_arn");
    }
    for (Resource invoked : state.all("aws_lambda_function_event_invoke_config")) {
      addDestination(
          needed.get(functionName(invoked.text("function_name"))),
          invoked.values().at("/destination_config/0/on_failure/0"),
          "destination");
    }
    return needed;
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html">Event
   *     source mappings</a>, each kind's execution role permissions
   */
  private static void addSource(Set<Grant> grants, String arn) {
    switch (service(arn)) {
      case "dynamodb" ->
          add(
              grants,
              arn,
              "dynamodb:DescribeStream",
              "dynamodb:GetRecords",
              "dynamodb:GetShardIterator",
              "dynamodb:ListStreams");
      case "kinesis" ->
          add(
              grants,
              arn,
              "kinesis:DescribeStream",
              "kinesis:DescribeStreamSummary",
              "kinesis:GetRecords",
              "kinesis:GetShardIterator",
              "kinesis:ListShards",
              "kinesis:ListStreams");
      case "sqs" ->
          add(grants, arn, "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage");
      default -> throw new AssertionError("What does Lambda need to read " + arn + "?");
    }
  }

  private static void addDestination(Set<Grant> grants, JsonNode destination, String attribute) {
    String arn = destination.path(attribute).asText();
    if (arn.isEmpty()) {
      return;
    }
    switch (service(arn)) {
      case "s3" -> {
        add(grants, arn + "/aws/lambda/*", "s3:PutObject");
        add(grants, arn, "s3:ListBucket");
      }
      case "sqs" -> add(grants, arn, "sqs:SendMessage");
      case "sns" -> add(grants, arn, "sns:Publish");
      default -> throw new AssertionError("What does Lambda need to write to " + arn + "?");
    }
  }

  private static void add(Set<Grant> grants, String resource, String... actions) {
    for (String action : actions) {
      grants.add(new Grant(action, resource));
    }
  }

  private Set<Grant> of(String roleArn) {
    String name = roleArn.substring(roleArn.lastIndexOf('/') + 1);
    Set<Grant> grants = new TreeSet<>();
    for (Resource policy : state.all("aws_iam_role_policy")) {
      if (policy.text("role").equals(name)) {
        grants.addAll(Grant.of(policy.text("policy"), policy.address()));
      }
    }
    return grants;
  }

  /** Else a role could allow what is not looked at here. */
  private void requireInlinePoliciesOnly() {
    List<String> others =
        state.all().stream()
            .filter(resource -> OTHER_WAYS_TO_ALLOW.contains(resource.type()))
            .map(Resource::address)
            .toList();
    if (!others.isEmpty()) {
      throw new AssertionError("Only policies in their role are looked at, not " + others);
    }
  }

  private static JsonNode target(Resource schedule) {
    return schedule.values().at("/target/0");
  }

  /** Of a name or an ARN, either with or without an alias. */
  private static String functionName(String reference) {
    return reference.replaceFirst("^arn:.*:function:", "").split(":")[0];
  }

  private static String service(String arn) {
    return arn.split(":")[2];
  }
}
