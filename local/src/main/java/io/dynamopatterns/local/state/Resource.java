package io.dynamopatterns.local.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.mapping.StateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
      """
      aws_dynamodb_table: name hash_key range_key attribute global_secondary_index \
          local_secondary_index stream_enabled stream_view_type ttl
      aws_kinesis_stream: name shard_count
      aws_lambda_function: function_name handler filename s3_key timeout memory_size environment
      aws_lambda_event_source_mapping: event_source_arn function_name batch_size \
          maximum_batching_window_in_seconds parallelization_factor maximum_retry_attempts \
          maximum_record_age_in_seconds bisect_batch_on_function_error function_response_types \
          filter_criteria destination_config scaling_config starting_position enabled
      aws_scheduler_schedule: name schedule_expression schedule_expression_timezone state target
      aws_sqs_queue: name arn fifo_queue visibility_timeout_seconds delay_seconds \
          content_based_deduplication deduplication_scope max_message_size redrive_policy
      aws_cloudwatch_event_bus: name
      aws_lambda_function_url: function_name
      aws_cloudwatch_event_rule: name event_bus_name event_pattern state
      aws_cloudwatch_event_target: rule event_bus_name target_id arn input input_path \
          input_transformer retry_policy dead_letter_config sqs_target kinesis_target
      aws_apigatewayv2_api: id name
      aws_apigatewayv2_integration: id integration_uri payload_format_version
      aws_apigatewayv2_route: api_id route_key target authorization_type
      """
          .lines()
          .map(type -> type.split(": "))
          .collect(
              Collectors.toUnmodifiableMap(
                  type -> type[0], type -> List.of(type[1].split("\\s+"))));

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
