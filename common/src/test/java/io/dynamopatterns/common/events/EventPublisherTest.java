package io.dynamopatterns.common.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.PassingTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.RequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

class EventPublisherTest {
  private final PassingTime time = new PassingTime();
  private final Deadline ample = time.deadline(Duration.ofMinutes(10));

  @Property(tries = 200)
  void everyListIsSplitIntoLegalRequestsInOrder(
      @ForAll @Size(max = 60) List<@IntRange(min = 1, max = 250_000) Integer> sizes) {
    List<FleetEvent> events = sizes.stream().map(size -> event("x".repeat(size))).toList();

    List<List<FleetEvent>> requests = EventPublisher.requests(events);

    assertThat(requests.stream().flatMap(List::stream)).containsExactlyElementsOf(events);
    assertThat(requests)
        .allSatisfy(
            request -> {
              assertThat(request).hasSizeBetween(1, EventPublisher.MAX_ENTRIES);
              assertThat(request.stream().mapToInt(FleetEvent::size).sum())
                  .isLessThanOrEqualTo(EventPublisher.MAX_BYTES);
            });
  }

  @Test
  void onlyFailedEntriesAreSentAgain() {
    Bus bus = new Bus(detail -> detail.equals("e3") ? 2 : 0);

    new EventPublisher(bus, "fleet").publish(events(12), ample);

    assertThat(bus.requests).hasSize(4);
    assertThat(bus.requests.get(2)).containsExactly("e3");
    assertThat(bus.requests.get(3)).containsExactly("e3");
    assertThat(bus.accepted).containsExactlyInAnyOrderElementsOf(details(12));
  }

  @Test
  void whatStillFailsIsNamedAndTheRestIsPublished() {
    Bus bus = new Bus(detail -> detail.equals("e1") ? Integer.MAX_VALUE : 0);

    assertThatExceptionOfType(EventsNotPublishedException.class)
        .isThrownBy(() -> new EventPublisher(bus, "fleet").publish(events(3), ample))
        .withMessageContaining("1 events were not published: InternalFailure")
        .satisfies(
            e -> {
              assertThat(e.failed()).extracting(FleetEvent::detail).containsExactly("e1");
              assertThat(e.refused()).isEmpty();
            });
    assertThat(bus.accepted).containsExactlyInAnyOrder("e0", "e2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"InternalFailure", "InternalException", "ThrottlingException"})
  void anEntryThatFailsForNowIsSentAgain(String code) {
    Bus bus = new Bus(detail -> detail.equals("e1") ? 1 : 0);
    bus.errorCode = code;

    new EventPublisher(bus, "fleet").publish(events(3), ample);

    assertThat(bus.accepted).containsExactlyInAnyOrder("e0", "e1", "e2");
    assertThat(bus.requests).hasSize(2);
  }

  @Test
  void anEventWhoseContentIsRefusedGoesAsItsPointerAndTheOthersAsTheyAre() {
    Bus bus = new Bus(detail -> detail.equals("e1") ? Integer.MAX_VALUE : 0);
    bus.errorCode = "MalformedDetail";

    assertThat(new EventPublisher(bus, "fleet").publish(withPointers(3), ample))
        .extracting(FleetEvent::detail)
        .containsExactly("e1");

    assertThat(bus.accepted).containsExactly("e0", "e2", "pointer-e1");
    assertThat(bus.requests).hasSize(2);
  }

  @Test
  void anEventThatIsRefusedAlsoAsAPointerIsNamedAsRefusedForGood() {
    Bus bus = new Bus(detail -> detail.endsWith("e1") ? Integer.MAX_VALUE : 0);
    bus.errorCode = "MalformedDetail";
    List<FleetEvent> events = withPointers(3);

    assertThatExceptionOfType(EventsNotPublishedException.class)
        .isThrownBy(() -> new EventPublisher(bus, "fleet").publish(events, ample))
        .satisfies(
            e -> {
              assertThat(e.refused()).containsExactly(events.get(1));
              assertThat(e.failed()).isEmpty();
              assertThat(e.concerns(events.get(1))).isTrue();
              assertThat(e.concerns(events.get(0))).isFalse();
            });
    assertThat(bus.accepted).containsExactly("e0", "e2");
  }

  /**
   * Once the bus or the permission is repaired, the whole event is sent, and nothing is given up.
   */
  @Test
  void aCallerWithoutPermissionIsNoRefusalOfTheContent() {
    Bus bus = new Bus(detail -> Integer.MAX_VALUE);
    bus.errorCode = "NotAuthorizedForSourceException";

    assertThatExceptionOfType(EventsNotPublishedException.class)
        .isThrownBy(() -> new EventPublisher(bus, "fleet").publish(withPointers(2), ample))
        .satisfies(
            e -> {
              assertThat(e.failed()).hasSize(2);
              assertThat(e.refused()).isEmpty();
            });
    assertThat(bus.requests).hasSize(1);
  }

  @Test
  void oneEntryForWhichTheWholeRequestIsRefusedKeepsBackNoOther() {
    Bus bus = new Bus(detail -> 0);
    bus.invalid = "e1";
    for (SdkException refusal : List.of(error(400, "ValidationException"), error(413, null))) {
      bus.accepted.clear();
      bus.refusal = refusal;

      new EventPublisher(bus, "fleet").publish(withPointers(3), ample);

      assertThat(bus.accepted).containsExactlyInAnyOrder("e0", "e2", "pointer-e1");
    }
  }

  @Test
  void aBusThatTakesNoRequestAtAllEndsThePublishing() {
    Bus bus = new Bus(detail -> 0);
    bus.invalid = "e1";
    bus.refusal = error(400, "ResourceNotFoundException");

    assertThatThrownBy(() -> new EventPublisher(bus, "fleet").publish(withPointers(3), ample))
        .isSameAs(bus.refusal);
    assertThat(bus.requests).hasSize(1);
  }

  @Test
  void aRequestThatTheServiceFailsIsSentAgainWhole() {
    for (SdkException failure : List.of(error(500, null), error(400, "ThrottlingException"))) {
      Bus bus = new Bus(detail -> 0);
      bus.invalid = "e1";
      bus.refusal = failure;
      bus.refusals = 1;

      new EventPublisher(bus, "fleet").publish(events(2), ample);

      assertThat(bus.requests).containsExactly(details(2), details(2));
    }
  }

  /** The pause before the second attempt is random, and at most the shortest one. */
  @Test
  void whatFailsForNowIsSentAgainAfterAPauseAndAtFirstWithoutOne() {
    for (int i = 0; i < 20; i++) {
      Duration before = time.passed();
      new EventPublisher(new Bus(detail -> 1), "fleet").publish(events(1), ample);

      assertThat(time.passed().minus(before)).isBetween(Duration.ofNanos(1), Duration.ofMillis(50));
    }
    Duration before = time.passed();
    new EventPublisher(new Bus(detail -> 0), "fleet").publish(events(1), ample);
    assertThat(time.passed()).isEqualTo(before);
  }

  @Test
  void anEventMayFillARequestToItsLastByteAndTwoEventsTogether() {
    int around = event("").size();
    String half = "x".repeat(EventPublisher.MAX_BYTES / 2 - around);
    String whole = "x".repeat(EventPublisher.MAX_BYTES - around);
    Bus bus = new Bus(detail -> 0);

    new EventPublisher(bus, "fleet")
        .publish(List.of(event(whole), event(half), event(half)), ample);

    assertThat(bus.requests).containsExactly(List.of(whole), List.of(half, half));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new EventPublisher(bus, "fleet").publish(List.of(event(whole + "x")), ample));
  }

  @Test
  void anEntryThatIsRefusedIsNotSentAgainAndKeepsBackNone() {
    Bus bus = new Bus(detail -> detail.equals("e1") ? Integer.MAX_VALUE : 0);
    bus.errorCode = "MalformedDetail";

    assertThatExceptionOfType(EventsNotPublishedException.class)
        .isThrownBy(() -> new EventPublisher(bus, "fleet").publish(events(3), ample))
        .withMessageContaining("MalformedDetail");
    assertThat(bus.requests).hasSize(1);
    assertThat(bus.accepted).containsExactlyInAnyOrder("e0", "e2");
  }

  @Test
  void retriesEndWithTheTime() {
    Bus bus = new Bus(detail -> Integer.MAX_VALUE);

    assertThatExceptionOfType(EventsNotPublishedException.class)
        .isThrownBy(
            () ->
                new EventPublisher(bus, "fleet")
                    .publish(events(1), Deadline.after(Duration.ofMillis(1))));
    assertThat(bus.requests).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void aRequestWithoutAnAnswerIsSentAgain() {
    Bus bus = new Bus(detail -> 0);
    bus.broken = 1;

    new EventPublisher(bus, "fleet").publish(events(2), ample);

    assertThat(bus.accepted).containsExactly("e0", "e1");
  }

  /** A bus that does not answer must not use up the margin that is left to save progress. */
  @Test
  void aRequestEndsSoonAfterTheDeadline() {
    Bus bus = new Bus(detail -> 0);

    new EventPublisher(bus, "fleet").publish(events(1), Deadline.after(Duration.ofSeconds(5)));

    assertThat(bus.callTimeout.orElseThrow()).isBetween(Duration.ZERO, Duration.ofSeconds(6));
  }

  @Test
  void nothingStartsAfterTheDeadline() {
    Bus bus = new Bus(detail -> 0);

    assertThatExceptionOfType(EventsNotPublishedException.class)
        .isThrownBy(
            () ->
                new EventPublisher(bus, "fleet").publish(events(2), Deadline.after(Duration.ZERO)))
        .withMessageContaining("no time was left");
    assertThat(bus.requests).isEmpty();
  }

  @Test
  void anEventThatNoRequestCanCarryIsRefusedBeforeAnyIsSent() {
    Bus bus = new Bus(detail -> 0);
    List<FleetEvent> events = List.of(event("small"), event("é".repeat(130 * 1024)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EventPublisher(bus, "fleet").publish(events, ample))
        .withMessageContaining("publish a pointer instead");
    assertThat(bus.requests).isEmpty();
  }

  private static SdkException error(int status, String code) {
    return (SdkException)
        EventBridgeException.builder()
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
            .build();
  }

  private static List<FleetEvent> events(int number) {
    return details(number).stream().map(EventPublisherTest::event).toList();
  }

  private static List<String> details(int number) {
    return IntStream.range(0, number).mapToObj(i -> "e" + i).toList();
  }

  private static List<FleetEvent> withPointers(int number) {
    return details(number).stream()
        .map(
            detail ->
                new FleetEvent(
                    "dynamopatterns.test",
                    "Tested",
                    detail,
                    Optional.of("pointer-" + detail),
                    Instant.EPOCH))
        .toList();
  }

  private static FleetEvent event(String detail) {
    return new FleetEvent("dynamopatterns.test", "Tested", detail, Instant.EPOCH);
  }

  /** A bus that refuses each event as often as the function says. */
  private static final class Bus implements EventBridgeClient {
    private final Function<String, Integer> failures;
    private final List<List<String>> requests = new ArrayList<>();
    private final List<String> accepted = new ArrayList<>();
    private Optional<Duration> callTimeout = Optional.empty();
    private int broken;
    private String invalid = "";
    private SdkException refusal = error(400, "ValidationException");
    private int refusals = Integer.MAX_VALUE;
    private String errorCode = "InternalFailure";

    Bus(Function<String, Integer> failures) {
      this.failures = failures;
    }

    @Override
    public PutEventsResponse putEvents(PutEventsRequest request) {
      callTimeout =
          request.overrideConfiguration().flatMap(RequestOverrideConfiguration::apiCallTimeout);
      if (broken-- > 0) {
        throw SdkClientException.create("connection reset");
      }
      List<String> details = request.entries().stream().map(PutEventsRequestEntry::detail).toList();
      requests.add(details);
      if (details.contains(invalid) && refusals-- > 0) {
        throw refusal;
      }
      return PutEventsResponse.builder()
          .entries(details.stream().map(this::answer).toList())
          .build();
    }

    private PutEventsResultEntry answer(String detail) {
      long tries = requests.stream().filter(request -> request.contains(detail)).count();
      if (tries <= failures.apply(detail)) {
        return PutEventsResultEntry.builder().errorCode(errorCode).build();
      }
      accepted.add(detail);
      return PutEventsResultEntry.builder().eventId(detail).build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
