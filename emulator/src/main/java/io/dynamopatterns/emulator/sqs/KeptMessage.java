package io.dynamopatterns.emulator.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * What stays the same of a message in a queue, also over a restart.
 *
 * @param deduplicationId of a FIFO queue's message
 * @param deadLetterSource the ARN of the queue that gave the message up
 * @param position rises from message to message
 */
record KeptMessage(
    String id,
    String body,
    Optional<String> groupId,
    Optional<String> deduplicationId,
    Optional<String> deadLetterSource,
    long position,
    Instant sent) {

  /** A message as {@link #json} wrote it. */
  static KeptMessage of(JsonNode json) {
    return new KeptMessage(
        json.path("id").asText(),
        json.path("body").asText(),
        Optional.ofNullable(json.path("group").textValue()),
        Optional.ofNullable(json.path("deduplication").textValue()),
        Optional.ofNullable(json.path("source").textValue()),
        json.path("position").asLong(),
        Instant.parse(json.path("sent").asText()));
  }

  ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id)
            .put("body", body)
            .put("position", position)
            .put("sent", sent.toString());
    groupId.ifPresent(group -> json.put("group", group));
    deduplicationId.ifPresent(deduplication -> json.put("deduplication", deduplication));
    deadLetterSource.ifPresent(arn -> json.put("source", arn));
    return json;
  }

  /** Twenty digits, as the service has them. */
  String sequenceNumber() {
    return "18849%015d".formatted(position);
  }
}
