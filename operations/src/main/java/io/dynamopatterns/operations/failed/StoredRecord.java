package io.dynamopatterns.operations.failed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.Json;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A record of a run's list, with what it is ordered by.
 *
 * @param time in seconds, of DynamoDB alone: its sequence numbers are ordered within it
 * @param sequence has more digits than a JSON number keeps
 */
record StoredRecord(String id, String shard, double time, String sequence, ObjectNode record) {
  /** The order of the stream. */
  static final Comparator<StoredRecord> ORDER =
      Comparator.comparing(StoredRecord::shard)
          .thenComparing(StoredRecord::time)
          .thenComparing(stored -> stored.sequence().length())
          .thenComparing(StoredRecord::sequence);

  static StoredRecord of(JsonNode record) {
    String id = record.path("eventID").asText();
    JsonNode kinesis = record.path("kinesis");
    JsonNode change = record.path("dynamodb");
    return kinesis.isObject()
        ? new StoredRecord(
            id, id.split(":")[0], 0, kinesis.path("sequenceNumber").asText(), (ObjectNode) record)
        : new StoredRecord(
            id,
            "",
            change.path("ApproximateCreationDateTime").asDouble(),
            change.path("SequenceNumber").asText(),
            (ObjectNode) record);
  }

  /** Whether it has an id, and a place in its stream. */
  boolean isWhole() {
    return !id.isBlank() && !sequence.isBlank();
  }

  /** Whether another of the same id says the same. */
  boolean isSame(StoredRecord other) {
    return Stream.of("eventSourceARN", "kinesis", "dynamodb")
        .allMatch(part -> record.path(part).equals(other.record.path(part)));
  }

  String line() {
    return toJson().toString();
  }

  ObjectNode toJson() {
    ObjectNode line = Json.object().put("id", id).put("shard", shard).put("time", time);
    line.put("sequence", sequence).set("record", record);
    return line;
  }

  static StoredRecord ofJson(JsonNode json) {
    return new StoredRecord(
        json.path("id").asText(),
        json.path("shard").asText(),
        json.path("time").asDouble(),
        json.path("sequence").asText(),
        (ObjectNode) json.path("record"));
  }
}
