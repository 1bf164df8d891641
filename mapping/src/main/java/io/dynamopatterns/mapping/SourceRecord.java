package io.dynamopatterns.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A record on its way to a function.
 *
 * @param sequenceNumber what a function names it by in {@code batchItemFailures}
 * @param key records of equal keys stay in order
 * @param arrived when it came into the stream
 * @param json the record as an element of the event's {@code Records}
 * @param text the same as text
 * @param bytes the length of the text in UTF-8
 */
public record SourceRecord(
    String sequenceNumber, String key, Instant arrived, JsonNode json, String text, int bytes) {

  public static SourceRecord of(String sequenceNumber, String key, Instant arrived, JsonNode json) {
    String text = json.toString();
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return new SourceRecord(sequenceNumber, key, arrived, json, text, bytes);
  }
}
