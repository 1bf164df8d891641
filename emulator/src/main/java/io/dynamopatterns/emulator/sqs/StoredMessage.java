package io.dynamopatterns.emulator.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A message in a queue, with what became of it there. */
final class StoredMessage {
  private final String id;
  private final String body;
  private final Optional<String> groupId;
  private final Optional<String> deduplicationId;
  private final Optional<String> deadLetterSource;
  private final long position;
  private final Instant sent;
  private Instant visibleAt;
  private Instant firstReceived = Instant.EPOCH;
  private int receives;

  /**
   * @param deduplicationId of a FIFO queue's message
   * @param deadLetterSource the ARN of the queue that gave the message up
   * @param position rises from message to message
   */
  StoredMessage(
      String id,
      String body,
      Optional<String> groupId,
      Optional<String> deduplicationId,
      Optional<String> deadLetterSource,
      long position,
      Instant sent,
      Instant visibleAt) {
    this.id = id;
    this.body = body;
    this.groupId = groupId;
    this.deduplicationId = deduplicationId;
    this.deadLetterSource = deadLetterSource;
    this.position = position;
    this.sent = sent;
    this.visibleAt = visibleAt;
  }

  /** A message as {@link #json} wrote it. It is visible, and its receives are forgotten. */
  static StoredMessage of(JsonNode json) {
    Instant sent = Instant.parse(json.path("sent").asText());
    return new StoredMessage(
        json.path("id").asText(),
        json.path("body").asText(),
        Optional.ofNullable(json.path("group").textValue()),
        Optional.ofNullable(json.path("deduplication").textValue()),
        Optional.ofNullable(json.path("source").textValue()),
        json.path("position").asLong(),
        sent,
        sent);
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

  long position() {
    return position;
  }

  String id() {
    return id;
  }

  String body() {
    return body;
  }

  Optional<String> groupId() {
    return groupId;
  }

  Optional<String> deduplicationId() {
    return deduplicationId;
  }

  Optional<String> deadLetterSource() {
    return deadLetterSource;
  }

  int receives() {
    return receives;
  }

  boolean isVisible(Instant now) {
    return !visibleAt.isAfter(now);
  }

  boolean isInFlight(Instant now) {
    return receives > 0 && !isVisible(now);
  }

  /** Hides the message from other receivers until a time. */
  void hideUntil(Instant time) {
    visibleAt = time;
  }

  void receive(Instant now, Instant hiddenUntil) {
    firstReceived = receives == 0 ? now : firstReceived;
    receives++;
    visibleAt = hiddenUntil;
  }

  /** The handle of the newest receipt. */
  String receiptHandle() {
    return id + "." + receives;
  }

  /** Twenty digits, as the service has them. */
  String sequenceNumber() {
    return "18849%015d".formatted(position);
  }

  SqsMessage shown() {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("SenderId", "AIDALOCALFLEET");
    attributes.put("SentTimestamp", Long.toString(sent.toEpochMilli()));
    attributes.put("ApproximateReceiveCount", Integer.toString(receives));
    if (receives > 0) {
      attributes.put(
          "ApproximateFirstReceiveTimestamp", Long.toString(firstReceived.toEpochMilli()));
    }
    groupId.ifPresent(group -> attributes.put("MessageGroupId", group));
    deduplicationId.ifPresent(
        deduplication -> {
          attributes.put("MessageDeduplicationId", deduplication);
          attributes.put("SequenceNumber", sequenceNumber());
        });
    deadLetterSource.ifPresent(arn -> attributes.put("DeadLetterQueueSourceArn", arn));
    return new SqsMessage(
        id, receives > 0 ? receiptHandle() : "", body, groupId, sent, receives, attributes);
  }
}
