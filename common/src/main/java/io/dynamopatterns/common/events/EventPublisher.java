package io.dynamopatterns.common.events;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * Publishes events to a bus within the limits of PutEvents, and sends again only what failed. An
 * event may arrive more than once, never less.
 */
public final class EventPublisher {
  /** The service's limit of entries in one request. */
  static final int MAX_ENTRIES = 10;

  /**
   * The limit of bytes in one request, and so in one event: 1 MB in newer Regions, this in all.
   * What is larger travels as a pointer.
   */
  public static final int MAX_BYTES = 256 * 1024;

  /** The errors of an entry that pass; the others, such as MalformedDetail, stay. */
  private static final Set<String> PASSING =
      Set.of("InternalFailure", "InternalException", "ThrottlingException");

  private static final Backoff BACKOFF =
      new Backoff(8, Duration.ofMillis(50), Duration.ofSeconds(2));

  private final EventBridgeClient client;
  private final String busName;

  /**
   * @param busName the name or ARN of the event bus
   */
  public EventPublisher(EventBridgeClient client, String busName) {
    this.client = client;
    this.busName = busName;
  }

  /**
   * Publishes all events, in as few requests as the limits allow.
   *
   * @throws IllegalArgumentException if an event is larger than {@link #MAX_BYTES}; nothing is
   *     published then
   * @throws EventsNotPublishedException if some were refused, or failed until the retries or the
   *     time were used up
   * @throws AwsServiceException if the bus does not take requests like these at all; what was
   *     published before stays
   */
  public void publish(List<FleetEvent> events, Deadline deadline) {
    events.forEach(EventPublisher::requireFits);
    List<FleetEvent> refused = new ArrayList<>();
    List<FleetEvent> left = events;
    String reason = "no time was left";
    for (int attempt = 1; !left.isEmpty(); attempt++) {
      if (attempt > 1) {
        BACKOFF.pause(attempt - 1, deadline);
      }
      List<FleetEvent> failed = new ArrayList<>();
      for (List<FleetEvent> request : requests(left)) {
        if (deadline.passed()) {
          failed.addAll(request);
        } else {
          reason = send(request, failed, refused, reason, deadline);
        }
      }
      left = failed;
      if (deadline.passed() || !BACKOFF.allows(attempt)) {
        break;
      }
    }
    refused.addAll(left);
    if (!refused.isEmpty()) {
      throw new EventsNotPublishedException(refused, reason);
    }
  }

  /** Sends one request, sorts what was not published, and returns the last reason. */
  private String send(
      List<FleetEvent> request,
      List<FleetEvent> failed,
      List<FleetEvent> refused,
      String lastReason,
      Deadline deadline) {
    PutEventsResponse answer;
    try {
      answer =
          client.putEvents(
              put ->
                  put.entries(request.stream().map(this::entry).toList())
                      .overrideConfiguration(call -> call.apiCallTimeout(deadline.callTimeout())));
    } catch (SdkException e) {
      if (e instanceof AwsServiceException service
          && service.statusCode() < 500
          && !service.isThrottlingException()) {
        throw service;
      }
      failed.addAll(request);
      return e.getMessage();
    }
    String reason = lastReason;
    for (int i = 0; i < request.size(); i++) {
      PutEventsResultEntry result = answer.entries().get(i);
      if (result.errorCode() != null) {
        (PASSING.contains(result.errorCode()) ? failed : refused).add(request.get(i));
        reason = result.errorCode() + ": " + result.errorMessage();
      }
    }
    return reason;
  }

  private PutEventsRequestEntry entry(FleetEvent event) {
    return PutEventsRequestEntry.builder()
        .eventBusName(busName)
        .source(event.source())
        .detailType(event.detailType())
        .detail(event.detail())
        .time(event.time())
        .build();
  }

  private static void requireFits(FleetEvent event) {
    if (event.size() > MAX_BYTES) {
      throw new IllegalArgumentException(
          "event %s of %s has %d bytes, and PutEvents takes %d: publish a pointer instead"
              .formatted(event.detailType(), event.source(), event.size(), MAX_BYTES));
    }
  }

  /** Splits by the number of entries and by their total size, in order. */
  static List<List<FleetEvent>> requests(List<FleetEvent> events) {
    List<List<FleetEvent>> requests = new ArrayList<>();
    int bytes = 0;
    for (FleetEvent event : events) {
      boolean full =
          requests.isEmpty()
              || requests.getLast().size() == MAX_ENTRIES
              || bytes + event.size() > MAX_BYTES;
      if (full) {
        requests.add(new ArrayList<>());
        bytes = 0;
      }
      requests.getLast().add(event);
      bytes += event.size();
    }
    return requests;
  }
}
