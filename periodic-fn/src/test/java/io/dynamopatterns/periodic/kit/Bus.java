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
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** An event bus that remembers everything, and a consumer that knows duplicates by their id. */
public final class Bus implements EventBridgeClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> published = new ArrayList<>();
  private Function<JsonNode, Optional<String>> refusals = detail -> Optional.empty();
  private Runnable before = () -> {};
  private Runnable after = () -> {};

  /** Runs something before, and after, each request takes effect. */
  public Bus around(Runnable newBefore, Runnable newAfter) {
    before = newBefore;
    after = newAfter;
    return this;
  }

  /** Answers an entry with an error code where this says one for its detail. */
  public Bus refusing(Function<JsonNode, Optional<String>> newRefusals) {
    refusals = newRefusals;
    return this;
  }

  @Override
  public synchronized PutEventsResponse putEvents(PutEventsRequest request) {
    before.run();
    List<PutEventsResultEntry> answers = request.entries().stream().map(this::take).toList();
    after.run();
    return PutEventsResponse.builder().entries(answers).build();
  }

  private PutEventsResultEntry take(PutEventsRequestEntry entry) {
    try {
      JsonNode detail = JSON.readTree(entry.detail());
      Optional<String> refusal = refusals.apply(detail);
      if (refusal.isPresent()) {
        return PutEventsResultEntry.builder().errorCode(refusal.get()).build();
      }
      published.add(
          JSON.createObjectNode()
              .put("source", entry.source())
              .put("type", entry.detailType())
              .put("bytes", entry.detail().getBytes(StandardCharsets.UTF_8).length)
              .set("detail", detail));
      return PutEventsResultEntry.builder().eventId("e").build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
