package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.mapping.RecordFilter;
import io.dynamopatterns.mapping.StateException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A subscriber of the fan-out, as the dispatcher's variable describes it.
 *
 * @param queue its queue's URL
 * @param deadLetters its dead-letter queue's URL
 * @param target its type: queue, function, event_bus or stream
 * @param targetName empty for a queue
 */
record FanOutSubscriber(
    String name,
    String queue,
    String deadLetters,
    RecordFilter filter,
    String target,
    String targetName) {

  static final String EVENT_BUS = "event_bus";
  static final String STREAM = "stream";
  static final String FUNCTION = "function";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the subscribers.
   *
   * @param text JSON, by gzip and Base64
   */
  static List<FanOutSubscriber> parse(String text) {
    List<FanOutSubscriber> subscribers = new ArrayList<>();
    try (GZIPInputStream json =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
      JSON.readTree(json)
          .properties()
          .forEach(member -> subscribers.add(of(member.getKey(), member.getValue())));
    } catch (IOException | IllegalArgumentException e) {
      throw new StateException("FANOUT_SUBSCRIBERS is not Base64 of gzip of JSON: " + text, e);
    }
    return subscribers;
  }

  private static FanOutSubscriber of(String name, JsonNode subscriber) {
    List<String> filters = new ArrayList<>();
    subscriber.path("filters").forEach(filter -> filters.add(filter.asText()));
    JsonNode target = subscriber.path("target");
    return new FanOutSubscriber(
        name,
        subscriber.path("queue").asText(),
        subscriber.path("deadLetters").asText(),
        RecordFilter.ofChanges(filters, "subscriber " + name),
        target.path("type").asText(),
        target.path("name").asText());
  }

  /** Whether two subscribers' messages come to one place, where they cannot be distinguished. */
  boolean sharesTargetWith(FanOutSubscriber other) {
    return target.equals(other.target)
        && (targetName.isEmpty() ? name.equals(other.name) : targetName.equals(other.targetName));
  }
}
