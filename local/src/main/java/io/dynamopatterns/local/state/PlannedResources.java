package io.dynamopatterns.local.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.mapping.StateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Gives the resources of a plan the values that they will have after it was applied, as far as the
 * fleet needs them: ARNs of what the plan creates, in the account and Region of the fleet.
 */
final class PlannedResources {
  private static final String SCOPE = "us-east-1:123456789012";

  /** How often a message is received before it is a dead letter; a plan does not say it. */
  private static final int MAXIMUM_RECEIVES = 5;

  private static final String FUNCTION_NAME = "function_name";

  private static final String ADVICE =
      "; give a state instead: apply to an emulator (terraform/README.md says how), then: terraform show -json";

  private final JsonNode plan;
  private final List<Resource> resources;
  private final String where;
  private final PlanReferences references;

  private PlannedResources(JsonNode plan, List<Resource> resources, String where) {
    this.plan = plan;
    this.resources = resources;
    this.where = where;
    this.references = new PlanReferences(plan.at("/configuration/root_module"), resources);
  }

  /**
   * @param plan the whole of {@code terraform show -json PLANFILE}
   * @param resources its resources, without what is known after the apply only
   */
  static List<Resource> complete(JsonNode plan, List<Resource> resources, String where) {
    return new PlannedResources(plan, resources, where).complete();
  }

  private List<Resource> complete() {
    requireVariables();
    return resources.stream().map(this::complete).toList();
  }

  private Resource complete(Resource resource) {
    if (!resource.isUsed() || !resource.managed()) {
      return resource;
    }
    ObjectNode values = resource.values().deepCopy();
    switch (resource.type()) {
      case "aws_sqs_queue" -> queue(resource, values);
      case "aws_lambda_event_source_mapping" -> mapping(resource, values);
      case "aws_scheduler_schedule" -> schedule(resource, values);
      case "aws_lambda_function_url" ->
          fill(values, FUNCTION_NAME, () -> function(resource, "/function_name"));
      default -> {}
    }
    return new Resource(resource.address(), resource.type(), values, true);
  }

  private static void fill(ObjectNode values, String attribute, Supplier<String> value) {
    if (values.path(attribute).isMissingNode() || values.path(attribute).isNull()) {
      values.put(attribute, value.get());
    }
  }

  private void queue(Resource queue, ObjectNode values) {
    fill(values, "arn", () -> queueArn(queue));
    if (isUnknown(queue, "/redrive_policy") && references.has(queue, "redrive_policy")) {
      // The policy has a number beside the ARN, so not all that it is made of is a queue.
      Set<Resource> named = references.namedIn(queue, "/redrive_policy", PlannedResources::isQueue);
      Set<Resource> deadLetters =
          named.isEmpty()
              ? references.of(queue, "/redrive_policy", PlannedResources::isQueue)
              : named;
      deadLetters.remove(queue);
      Resource target = only(queue, "dead-letter queue", deadLetters, "name");
      values.put(
          "redrive_policy",
          JsonNodeFactory.instance
              .objectNode()
              .put("deadLetterTargetArn", queueArn(target))
              .put("maxReceiveCount", MAXIMUM_RECEIVES)
              .toString());
    }
  }

  private void mapping(Resource mapping, ObjectNode values) {
    fill(values, FUNCTION_NAME, () -> function(mapping, "/function_name"));
    fill(values, "event_source_arn", () -> source(mapping));
    if (isUnknown(mapping, "/destination_config/0/on_failure/0/destination_arn")) {
      ((ObjectNode) values.at("/destination_config/0/on_failure/0"))
          .put("destination_arn", "arn:aws:s3:::failed-records");
    }
  }

  private String source(Resource mapping) {
    // Only the mapping of a stream has a starting position.
    boolean stream = mapping.optional("starting_position").isPresent();
    Resource source =
        only(
            mapping,
            "source",
            references.of(
                mapping,
                "/event_source_arn",
                stream ? PlannedResources::isStream : PlannedResources::isQueue),
            "name");
    return switch (source.type()) {
      case "aws_dynamodb_table" ->
          "arn:aws:dynamodb:%s:table/%s/stream/planned".formatted(SCOPE, source.text("name"));
      case "aws_kinesis_stream" ->
          "arn:aws:kinesis:%s:stream/%s".formatted(SCOPE, source.text("name"));
      default -> queueArn(source);
    };
  }

  private void schedule(Resource schedule, ObjectNode values) {
    if (values.at("/target/0") instanceof ObjectNode target) {
      fill(target, "arn", () -> function(schedule, "/target/0/arn"));
      if (isUnknown(schedule, "/target/0/dead_letter_config/0/arn")) {
        ((ObjectNode) target.at("/dead_letter_config/0"))
            .put("arn", "arn:aws:sqs:%s:dead-letters".formatted(SCOPE));
      }
    }
  }

  private String function(Resource by, String expression) {
    Set<Resource> found = references.of(by, expression, PlannedResources::isFunction);
    return only(by, "function", found, FUNCTION_NAME).values().path(FUNCTION_NAME).asText();
  }

  private Resource only(Resource by, String kind, Set<Resource> found, String name) {
    Map<String, Resource> byName = new LinkedHashMap<>();
    found.forEach(resource -> byName.put(resource.values().path(name).asText(), resource));
    byName.remove("");
    if (byName.size() == 1) {
      return byName.values().iterator().next();
    }
    throw new StateException(
        "%s: %s: the plan does not say which %s this is%s%s"
            .formatted(
                where,
                by.address(),
                kind,
                byName.isEmpty()
                    ? ""
                    : ", one of " + String.join(", ", new TreeSet<>(byName.keySet())),
                ADVICE));
  }

  /** A function that is started without one of its variables would fail, or do something else. */
  private void requireVariables() {
    List<String> incomplete = new ArrayList<>();
    for (Resource function : resources) {
      if (function.type().equals("aws_lambda_function") && function.managed()) {
        JsonNode variables = unknown(function).at("/environment/0/variables");
        List<String> names = new ArrayList<>();
        variables.properties().stream()
            .filter(variable -> variable.getValue().asBoolean())
            .forEach(variable -> names.add(variable.getKey()));
        if (variables.asBoolean() || !names.isEmpty()) {
          incomplete.add(
              function.text(FUNCTION_NAME)
                  + (names.isEmpty() ? "" : " (" + String.join(", ", names) + ")"));
        }
      }
    }
    if (!incomplete.isEmpty()) {
      throw new StateException(
          "%s: the plan does not know the environment variables of %s before it is applied%s"
              .formatted(
                  where, incomplete.stream().sorted().collect(Collectors.joining(", ")), ADVICE));
    }
  }

  private boolean isUnknown(Resource resource, String attribute) {
    return unknown(resource).at(attribute).asBoolean();
  }

  /** What of a resource is known after the apply only, each such attribute true. */
  private JsonNode unknown(Resource resource) {
    for (JsonNode change : plan.path("resource_changes")) {
      if (change.path("address").asText().equals(resource.address())) {
        return change.at("/change/after_unknown");
      }
    }
    return JsonNodeFactory.instance.missingNode();
  }

  private static boolean isStream(Resource resource, String attribute) {
    return switch (resource.type()) {
      case "aws_dynamodb_table" ->
          resource.flag("stream_enabled", false)
              && (attribute.isEmpty() || attribute.equals("stream_arn"));
      case "aws_kinesis_stream" -> attribute.isEmpty() || attribute.equals("arn");
      default -> false;
    };
  }

  private static boolean isQueue(Resource resource, String attribute) {
    return resource.type().equals("aws_sqs_queue")
        && (attribute.isEmpty() || attribute.equals("arn") || attribute.equals("id"));
  }

  /** An alias has the name of its function. */
  private static boolean isFunction(Resource resource, String attribute) {
    return resource.type().equals("aws_lambda_function")
        || resource.type().equals("aws_lambda_alias");
  }

  private static String queueArn(Resource queue) {
    return "arn:aws:sqs:%s:%s".formatted(SCOPE, queue.text("name"));
  }
}
