package io.dynamopatterns.periodic.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** An event bus that remembers everything, and a consumer that tells duplicates by their id. */
public final class Bus implements EventBridgeClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> published = new ArrayList<>();
  private Runnable before = () -> {};
  private Runnable after = () -> {};

  /** Runs something before, and after, each request takes effect. */
  public Bus around(Runnable newBefore, Runnable newAfter) {
    before = newBefore;
    after = newAfter;
    return this;
  }

  @Override
  public synchronized PutEventsResponse putEvents(PutEventsRequest request) {
    before.run();
    request
        .entries()
        .forEach(
            entry -> {
              try {
                JsonNode detail = JSON.readTree(entry.detail());
                published.add(
                    JSON.createObjectNode()
                        .put("source", entry.source())
                        .put("type", entry.detailType())
                        .put("bytes", entry.detail().getBytes(StandardCharsets.UTF_8).length)
                        .set("detail", detail));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    after.run();
    return PutEventsResponse.builder()
        .entries(
            request.entries().stream()
                .map(entry -> PutEventsResultEntry.builder().eventId("e").build())
                .toList())
        .build();
  }

  /** Everything that was published, in order, duplicates included. */
  public synchronized List<JsonNode> published() {
    return List.copyOf(published);
  }

  /** The details of this type, the first of each id. */
  public Map<String, JsonNode> details(String type) {
    Map<String, JsonNode> details = new LinkedHashMap<>();
    published().stream()
        .filter(event -> event.get("type").asText().equals(type))
        .map(event -> event.get("detail"))
        .forEach(detail -> details.putIfAbsent(detail.get("id").asText(), detail));
    return details;
  }

  public List<JsonNode> digests() {
    return List.copyOf(details("DigestReady").values());
  }

  public List<JsonNode> closed() {
    return List.copyOf(details("PeriodClosed").values());
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
