package io.dynamopatterns.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** An event bus that keeps everything, and a consumer that recognises duplicates by their id. */
public final class TestBus implements EventBridgeClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<PutEventsRequestEntry> published = new ArrayList<>();
  private Function<String, Optional<String>> refusals = detail -> Optional.empty();
  private Runnable before = () -> {};
  private Runnable after = () -> {};
  private int requests;

  /** From now on refuses the entries with such details for their content. */
  public TestBus refuse(Predicate<String> details) {
    refusals = detail -> Optional.of("MalformedDetail").filter(code -> details.test(detail));
    return this;
  }

  /**
   * From now on answers entries with errors.
   *
   * @param newRefusals the error code for a detail, or empty if the bus takes it
   */
  public TestBus answer(Function<JsonNode, Optional<String>> newRefusals) {
    refusals = detail -> newRefusals.apply(parse(detail));
    return this;
  }

  /** Runs something before, and after, each request takes effect; either may throw. */
  public TestBus around(Runnable newBefore, Runnable newAfter) {
    before = newBefore;
    after = newAfter;
    return this;
  }

  @Override
  public synchronized PutEventsResponse putEvents(PutEventsRequest request) {
    requests++;
    before.run();
    List<PutEventsResultEntry> answers = request.entries().stream().map(this::take).toList();
    after.run();
    return PutEventsResponse.builder().entries(answers).build();
  }

  private PutEventsResultEntry take(PutEventsRequestEntry entry) {
    Optional<String> refusal = refusals.apply(entry.detail());
    if (refusal.isPresent()) {
      return PutEventsResultEntry.builder()
          .errorCode(refusal.get())
          .errorMessage("refused by the test")
          .build();
    }
    published.add(entry);
    return PutEventsResultEntry.builder().eventId("e").build();
  }

  /** How many requests came. */
  public synchronized int requests() {
    return requests;
  }

  /** Everything that was published, in order, duplicates included. */
  public synchronized List<PutEventsRequestEntry> published() {
    return List.copyOf(published);
  }

  /** Forgets what was published. */
  public synchronized void clear() {
    published.clear();
  }

  /** The details of a type, the first of each id. */
  public List<JsonNode> details(String type) {
    Map<String, JsonNode> details = new LinkedHashMap<>();
    published().stream()
        .filter(entry -> entry.detailType().equals(type))
        .map(entry -> parse(entry.detail()))
        .forEach(detail -> details.putIfAbsent(detail.get("id").asText(), detail));
    return List.copyOf(details.values());
  }

  /** Sees that there are events, all of this source, each as the schema of its type says. */
  public void assertValid(String source) {
    assertThat(published())
        .isNotEmpty()
        .allSatisfy(
            entry -> {
              assertThat(entry.source()).isEqualTo(source);
              EventSchemas.assertValid(entry.detailType(), entry.detail());
            });
  }

  /** A detail as JSON. */
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
