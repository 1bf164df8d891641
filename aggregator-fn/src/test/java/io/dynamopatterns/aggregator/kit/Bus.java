package io.dynamopatterns.aggregator.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** An event bus that keeps everything, and a consumer that knows duplicates by their id. */
public final class Bus implements EventBridgeClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<PutEventsRequestEntry> published = new ArrayList<>();
  private Predicate<String> refusing = detail -> false;

  @Override
  public synchronized PutEventsResponse putEvents(PutEventsRequest request) {
    List<PutEventsResultEntry> results = new ArrayList<>();
    for (PutEventsRequestEntry entry : request.entries()) {
      if (refusing.test(entry.detail())) {
        results.add(PutEventsResultEntry.builder().errorCode("MalformedDetail").build());
      } else {
        published.add(entry);
        results.add(PutEventsResultEntry.builder().eventId("e").build());
      }
    }
    return PutEventsResponse.builder().entries(results).build();
  }

  /** From now on the bus takes no event, or takes them again. */
  public void refuse(boolean newRefusing) {
    refusing = detail -> newRefusing;
  }

  /** From now on the bus takes no event with such a detail. */
  public void refuse(Predicate<String> details) {
    refusing = details;
  }

  /** Everything that was published, duplicates included. */
  public synchronized List<PutEventsRequestEntry> published() {
    return List.copyOf(published);
  }

  /** The details of a type, each id once. */
  public synchronized List<JsonNode> details(String type) {
    Map<String, JsonNode> details = new LinkedHashMap<>();
    for (PutEventsRequestEntry entry : published) {
      if (entry.detailType().equals(type)) {
        JsonNode detail = parse(entry.detail());
        details.putIfAbsent(detail.get("id").asText(), detail);
      }
    }
    return List.copyOf(details.values());
  }

  public List<JsonNode> completed() {
    return details("AggregateCompleted");
  }

  public List<JsonNode> expired() {
    return details("AggregateExpired");
  }

  public static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
