package io.dynamopatterns.common.events;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * Publishes events to a bus within the limits of PutEvents, and sends again only what failed. An
 * event may arrive more than once, never less.
 *
 * <p>A refusal is one of two kinds. Either it passes, or the bus or the permission is wrong: then
 * to send the event again later helps. Or EventBridge refuses the event for its content: then it
 * will always do so. Such an event is sent again at once as its {@link FleetEvent#pointer}.
 */
public final class EventPublisher {
  /** The service's limit of entries in one request. */
  static final int MAX_ENTRIES = 10;

  /**
   * The limit of bytes in one request, and so in one event: 1 MB in newer Regions, this in all.
   * What is larger travels as a pointer.
   */
  public static final int MAX_BYTES = 256 * 1024;

  /** The errors of an entry that pass within seconds. */
  private static final Set<String> PASSING =
      Set.of("InternalFailure", "InternalException", "ThrottlingException");

  /**
   * The errors that the content of an entry causes. All others, such as NotAuthorizedForSource,
   * concern the bus or the caller.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html">
   *     PutEventsResultEntry</a>
   */
  private static final Set<String> OF_CONTENT =
      Set.of("MalformedDetail", "InvalidArgument", "RedactionFailure");

  /** A whole request that is refused for the content of one of its entries, or for their size. */
  private static final Set<String> OF_REQUEST =
      Set.of("ValidationException", "SerializationException", "RequestEntityTooLargeException");

  /** The HTTP status of a request that is too large. */
  private static final int TOO_LARGE = 413;

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
   * @return the events that went as a pointer, because the bus refuses their content
   * @throws IllegalArgumentException if an event is larger than {@link #MAX_BYTES}; nothing is
   *     published then
   * @throws EventsNotPublishedException if some were refused, or failed until the retries or the
   *     time were used up
   * @throws AwsServiceException if the bus does not take requests like these at all; what was
   *     published before stays
   */
  public List<FleetEvent> publish(List<FleetEvent> events, Deadline deadline) {
    events.forEach(EventPublisher::requireFits);
    Call call = new Call(deadline);
    call.publish(events.stream().map(event -> new Sending(event, event)).toList());
    if (!call.refused.isEmpty() || !call.left.isEmpty()) {
      throw new EventsNotPublishedException(
          originals(call.refused), originals(call.left), call.reason);
    }
    return call.pointers;
  }

  /**
   * An event on its way.
   *
   * @param original as the caller gave it
   * @param now as it is sent: the same, or its pointer
   */
  private record Sending(FleetEvent original, FleetEvent now) {
    Optional<Sending> asPointer() {
      return now.pointer()
          .map(
              pointer ->
                  new Sending(
                      original,
                      new FleetEvent(now.source(), now.detailType(), pointer, now.time())));
    }
  }

  private static List<FleetEvent> originals(List<Sending> sendings) {
    return sendings.stream().map(Sending::original).toList();
  }

  /** One call of {@link #publish}. */
  private final class Call {
    private final Deadline deadline;
    private final List<Sending> refused = new ArrayList<>();
    private final List<FleetEvent> pointers = new ArrayList<>();
    private List<Sending> left = List.of();

    /** What will not pass within seconds, though not for its content. */
    private final List<Sending> denied = new ArrayList<>();

    private String reason = "no time was left";

    Call(Deadline deadline) {
      this.deadline = deadline;
    }

    void publish(List<Sending> events) {
      left = events;
      for (int attempt = 1; !left.isEmpty(); attempt++) {
        if (attempt > 1) {
          Backoff.WRITES.pause(attempt - 1, deadline);
        }
        List<Sending> sending = left;
        left = new ArrayList<>();
        sendAll(sending);
        if (deadline.passed() || !Backoff.WRITES.allows(attempt)) {
          break;
        }
      }
      left = Stream.concat(left.stream(), denied.stream()).toList();
    }

    private void sendAll(List<Sending> events) {
      List<Sending> sending = events;
      while (!sending.isEmpty()) {
        List<Sending> asPointers = new ArrayList<>();
        for (List<Sending> request : requests(sending, Sending::now)) {
          if (deadline.passed()) {
            left.addAll(request);
          } else {
            send(request, asPointers);
          }
        }
        sending = asPointers;
      }
    }

    /** Sends one request, and sorts what was not published. */
    private void send(List<Sending> request, List<Sending> asPointers) {
      PutEventsResponse answer;
      try {
        answer =
            client.putEvents(
                put ->
                    put.entries(request.stream().map(event -> entry(event.now())).toList())
                        .overrideConfiguration(
                            call -> call.apiCallTimeout(deadline.callTimeout())));
      } catch (SdkException e) {
        notAnswered(request, e, asPointers);
        return;
      }
      for (int i = 0; i < request.size(); i++) {
        Sending event = request.get(i);
        PutEventsResultEntry result = answer.entries().get(i);
        if (result.errorCode() == null) {
          if (event.now() != event.original()) {
            pointers.add(event.original());
          }
        } else {
          reason = result.errorCode() + ": " + result.errorMessage();
          notTaken(event, result.errorCode(), asPointers);
        }
      }
    }

    private void notTaken(Sending event, String errorCode, List<Sending> asPointers) {
      if (PASSING.contains(errorCode)) {
        left.add(event);
      } else if (OF_CONTENT.contains(errorCode)) {
        refuse(event, asPointers);
      } else {
        denied.add(event);
      }
    }

    private void refuse(Sending event, List<Sending> asPointers) {
      event.asPointer().ifPresentOrElse(asPointers::add, () -> refused.add(event));
    }

    private void notAnswered(List<Sending> request, SdkException e, List<Sending> asPointers) {
      reason = e.getMessage();
      if (!(e instanceof AwsServiceException service)
          || service.statusCode() >= 500
          || service.isThrottlingException()) {
        left.addAll(request);
      } else if (!isOfRequest(service)) {
        throw service;
      } else if (request.size() > 1) {
        // One entry may be the reason. The others must not share its fate.
        request.forEach(event -> send(List.of(event), asPointers));
      } else {
        refuse(request.getFirst(), asPointers);
      }
    }
  }

  private static boolean isOfRequest(AwsServiceException e) {
    return e.statusCode() == TOO_LARGE
        || e.awsErrorDetails() != null && OF_REQUEST.contains(e.awsErrorDetails().errorCode());
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
    return requests(events, Function.identity());
  }

  private static <T> List<List<T>> requests(List<T> events, Function<T, FleetEvent> sent) {
    List<List<T>> requests = new ArrayList<>();
    int bytes = 0;
    for (T event : events) {
      int size = sent.apply(event).size();
      boolean full =
          requests.isEmpty()
              || requests.getLast().size() == MAX_ENTRIES
              || bytes + size > MAX_BYTES;
      if (full) {
        requests.add(new ArrayList<>());
        bytes = 0;
      }
      requests.getLast().add(event);
      bytes += size;
    }
    return requests;
  }
}
