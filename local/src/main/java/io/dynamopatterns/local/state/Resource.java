package io.dynamopatterns.local.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.mapping.StateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One resource of a Terraform state or plan.
 *
 * <p>Only the attributes listed in {@link #ATTRIBUTES} can be read. The recorded state has exactly
 * these, so what the reader uses and what the record holds cannot drift apart.
 *
 * @param managed false for a data source: Terraform only reads what another stack made
 */
record Resource(String address, String type, JsonNode values, boolean managed) {
  static final Map<String, List<String>> ATTRIBUTES =
      Map.ofEntries(
          Map.entry(
              "aws_dynamodb_table",
              List.of(
                  "name",
                  "hash_key",
                  "range_key",
                  "attribute",
                  "global_secondary_index",
                  "local_secondary_index",
                  "stream_enabled",
                  "stream_view_type",
                  "ttl")),
          Map.entry("aws_kinesis_stream", List.of("name", "shard_count")),
          Map.entry(
              "aws_lambda_function",
              List.of(
                  "function_name",
                  "handler",
                  "filename",
                  "s3_key",
                  "timeout",
                  "memory_size",
                  "environment")),
          Map.entry(
              "aws_lambda_event_source_mapping",
              List.of(
                  "event_source_arn",
                  "function_name",
                  "batch_size",
                  "maximum_batching_window_in_seconds",
                  "parallelization_factor",
                  "maximum_retry_attempts",
                  "maximum_record_age_in_seconds",
                  "bisect_batch_on_function_error",
                  "function_response_types",
                  "filter_criteria",
                  "destination_config",
                  "scaling_config",
                  "starting_position",
                  "enabled")),
          Map.entry(
              "aws_scheduler_schedule",
              List.of(
                  "name",
                  "schedule_expression",
                  "schedule_expression_timezone",
                  "state",
                  "target")),
          Map.entry(
              "aws_sqs_queue",
              List.of(
                  "name",
                  "arn",
                  "fifo_queue",
                  "visibility_timeout_seconds",
                  "delay_seconds",
                  "content_based_deduplication",
                  "deduplication_scope",
                  "max_message_size",
                  "redrive_policy")),
          Map.entry("aws_cloudwatch_event_bus", List.of("name")),
          Map.entry("aws_lambda_function_url", List.of("function_name")),
          Map.entry(
              "aws_cloudwatch_event_rule",
              List.of("name", "event_bus_name", "event_pattern", "state")),
          Map.entry(
              "aws_cloudwatch_event_target",
              List.of(
                  "rule",
                  "event_bus_name",
                  "target_id",
                  "arn",
                  "input",
                  "input_path",
                  "input_transformer",
                  "retry_policy",
                  "dead_letter_config",
                  "sqs_target",
                  "kinesis_target")),
          Map.entry("aws_apigatewayv2_api", List.of("id", "name")),
          Map.entry(
              "aws_apigatewayv2_integration",
              List.of("id", "integration_uri", "payload_format_version")),
          Map.entry(
              "aws_apigatewayv2_route",
              List.of("api_id", "route_key", "target", "authorization_type")));

  boolean isUsed() {
    return ATTRIBUTES.containsKey(type);
  }

  JsonNode get(String attribute) {
    if (!ATTRIBUTES.getOrDefault(type, List.of()).contains(attribute)) {
      throw new IllegalArgumentException(
          "Resource.ATTRIBUTES does not list '" + attribute + "' for " + type);
    }
    return values.path(attribute);
  }

  /** The attribute's text; a missing or empty one is an error that names the resource. */
  String text(String attribute) {
    return optional(attribute)
        .orElseThrow(() -> new StateException(address + " has no " + attribute));
  }

  Optional<String> optional(String attribute) {
    return text(get(attribute));
  }

  int number(String attribute, int otherwise) {
    JsonNode value = get(attribute);
    return value.isNumber() ? value.intValue() : otherwise;
  }

  boolean flag(String attribute, boolean otherwise) {
    JsonNode value = get(attribute);
    return value.isBoolean() ? value.booleanValue() : otherwise;
  }

  /** The only block of a nested type that Terraform writes as a list of at most one. */
  JsonNode block(String attribute) {
    return get(attribute).path(0);
  }

  static Optional<String> text(JsonNode value) {
    return Optional.ofNullable(value.textValue()).filter(text -> !text.isEmpty());
  }
}
