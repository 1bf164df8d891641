package io.dynamopatterns.processor.kit;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** An event bus that keeps what is put on it, and may break after that. */
public final class Bus implements EventBridgeClient {
  private final List<PutEventsRequestEntry> entries = new CopyOnWriteArrayList<>();
  private volatile int breaks;
  private volatile Predicate<String> refused = detail -> false;

  /** The next calls take effect and are never answered: the process dies with them. */
  public void breakAfter(int calls) {
    breaks = calls;
  }

  /** Refuses entries with such details for their content. */
  public void refuse(Predicate<String> details) {
    refused = details;
  }

  /** All entries in the order in which they came, those that came twice among them. */
  public List<PutEventsRequestEntry> entries() {
    return entries;
  }

  /** The details of this type, each once. */
  public Set<String> details(String detailType) {
    return entries.stream()
        .filter(entry -> entry.detailType().equals(detailType))
        .map(PutEventsRequestEntry::detail)
        .collect(Collectors.toSet());
  }

  @Override
  public PutEventsResponse putEvents(PutEventsRequest request) {
    List<PutEventsResultEntry> answers = request.entries().stream().map(this::take).toList();
    if (breaks > 0) {
      breaks--;
      throw new AssertionError("the process dies behind PutEvents");
    }
    return PutEventsResponse.builder().entries(answers).build();
  }

  private PutEventsResultEntry take(PutEventsRequestEntry entry) {
    if (refused.test(entry.detail())) {
      return PutEventsResultEntry.builder().errorCode("MalformedDetail").build();
    }
    entries.add(entry);
    return PutEventsResultEntry.builder().build();
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
