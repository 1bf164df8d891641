package io.dynamopatterns.local.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.events.RuleSpec;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.emulator.iam.Arn;
import io.dynamopatterns.emulator.kinesis.KinesisSpec;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import io.dynamopatterns.mapping.StateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the rules of EventBridge with their targets. */
record RuleReader(List<Resource> resources, String where) {
  private static final String DEFAULT_BUS = "default";

  /** EventBridge's own. */
  private static final int RETRIES = 185;

  /** Lambda takes the event, and repeats a failed asynchronous call itself. */
  private static final int RETRIES_OF_A_FUNCTION = 2;

  List<RuleSpec> rules(
      List<FunctionSpec> functions, List<KinesisSpec> streams, List<QueueSpec> queues) {
    List<RuleSpec> rules = new ArrayList<>();
    for (Resource rule : resources) {
      if (rule.managed() && rule.type().equals("aws_cloudwatch_event_rule")) {
        // A rule without a pattern follows its own schedule: no event matches it.
        rule.optional("event_pattern")
            .ifPresent(pattern -> rules.add(rule(rule, pattern, functions, streams, queues)));
      }
    }
    return List.copyOf(rules);
  }

  private RuleSpec rule(
      Resource rule,
      String pattern,
      List<FunctionSpec> functions,
      List<KinesisSpec> streams,
      List<QueueSpec> queues) {
    List<RuleSpec.Target> targets = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Resource target : resources) {
      if (target.managed()
          && target.type().equals("aws_cloudwatch_event_target")
          && target.text("rule").equals(rule.text("name"))
          && bus(target).equals(bus(rule))) {
        Optional<Arn> arn =
            target
                .optional("arn")
                .flatMap(Arn::parse)
                .filter(known -> isKnown(known, functions, streams, queues));
        arn.ifPresentOrElse(
            known -> targets.add(target(target, known)),
            () -> others.add(target.optional("arn").orElse(target.address())));
      }
    }
    return new RuleSpec(
        rule.text("name"),
        bus(rule),
        pattern,
        rule.optional("state").filter("DISABLED"::equals).isEmpty(),
        List.copyOf(targets),
        List.copyOf(others));
  }

  private static String bus(Resource resource) {
    String bus = resource.optional("event_bus_name").orElse(DEFAULT_BUS);
    return bus.substring(bus.lastIndexOf('/') + 1);
  }

  private boolean isKnown(
      Arn arn, List<FunctionSpec> functions, List<KinesisSpec> streams, List<QueueSpec> queues) {
    return switch (arn.service()) {
      case "lambda" ->
          functions.stream()
              .anyMatch(f -> arn.name("function:").filter(f.name()::equals).isPresent());
      case "sqs" -> queues.stream().anyMatch(queue -> queue.arn().equals(arn.text()));
      case "kinesis" ->
          streams.stream().anyMatch(s -> arn.name("stream/").filter(s.name()::equals).isPresent());
      case "events" ->
          resources.stream()
              .filter(r -> r.type().equals("aws_cloudwatch_event_bus"))
              .anyMatch(r -> arn.name("event-bus/").filter(r.text("name")::equals).isPresent());
      default -> false;
    };
  }

  private RuleSpec.Target target(Resource target, Arn arn) {
    JsonNode retries = target.block("retry_policy").path("maximum_retry_attempts");
    return new RuleSpec.Target(
        target.optional("target_id").orElse(target.address()),
        arn,
        input(target),
        arn.service().equals("lambda")
            ? RETRIES_OF_A_FUNCTION
            : retries.isNumber() ? retries.asInt() : RETRIES,
        Resource.text(target.block("dead_letter_config").path("arn")),
        Resource.text(target.block("sqs_target").path("message_group_id")),
        Resource.text(target.block("kinesis_target").path("partition_key_path")));
  }

  private RuleSpec.Input input(Resource target) {
    JsonNode transformer = target.block("input_transformer");
    if (transformer.isObject()) {
      Map<String, String> paths = new LinkedHashMap<>();
      transformer
          .path("input_paths")
          .properties()
          .forEach(path -> paths.put(path.getKey(), checked(target, path.getValue().asText())));
      return new RuleSpec.Template(paths, transformer.path("input_template").asText());
    }
    Optional<String> path = target.optional("input_path");
    if (path.isPresent()) {
      return new RuleSpec.Part(checked(target, path.get()));
    }
    return target
        .optional("input")
        .<RuleSpec.Input>map(RuleSpec.Constant::new)
        .orElseGet(RuleSpec.WholeEvent::new);
  }

  private String checked(Resource target, String path) {
    if (!path.matches("\\$(\\.[A-Za-z0-9_-]+)*")) {
      throw new StateException(
          "%s: %s has the path '%s'; the local fleet reads paths of names such as $.detail.id"
              .formatted(where, target.address(), path));
    }
    return path;
  }
}
