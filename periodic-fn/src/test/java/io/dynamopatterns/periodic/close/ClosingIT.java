package io.dynamopatterns.periodic.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.emulator.faults.HttpAttempt;
import io.dynamopatterns.emulator.faults.Killed;
import io.dynamopatterns.periodic.kit.Database;
import io.dynamopatterns.periodic.kit.Event;
import io.dynamopatterns.periodic.kit.Fleet;
import io.dynamopatterns.periodic.kit.Histories;
import io.dynamopatterns.periodic.kit.Records;
import io.dynamopatterns.periodic.settings.PeriodicSettings;
import io.dynamopatterns.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ClosingIT {
  private static final Duration TIME = Duration.ofMinutes(5);

  private final Fleet fleet = new Fleet();

  @Test
  void aPeriodThatIsOverSendsOneDigestForEachGroup() {
    fleet.collect(
        List.of(
            Event.of("ada", "e3", "2026-11-20T10:30:00Z"),
            Event.of("bob", "e2", "2026-11-20T10:20:00Z"),
            Event.of("ada", "e1", "2026-11-20T10:10:00Z"),
            Event.of("ada", "e4", "2026-11-20T11:00:00Z")));

    assertThat(fleet.close("2026-11-20T11:00:00Z"))
        .containsExactly(
            Map.entry("slot", "2026-11-20T11:00:00.000Z"),
            Map.entry("closed", 1),
            Map.entry("digests", 2L),
            Map.entry("events", 3L),
            Map.entry("lateEvents", 0L),
            Map.entry("pending", 0));

    fleet.assertValidEvents();
    JsonNode ada = fleet.digests().getFirst();
    assertThat(ada.get("group").asText()).isEqualTo("ada");
    assertThat(ada.get("count").asInt()).isEqualTo(2);
    assertThat(ada.get("late").asBoolean()).isFalse();
    assertThat(ada.get("first").asText()).isEqualTo("2026-11-20T10:10:00.000Z");
    assertThat(ada.get("last").asText()).isEqualTo("2026-11-20T10:30:00.000Z");
    assertThat(ada.at("/members/0/event/client").asText()).isEqualTo("ada");
    assertThat(fleet.members()).containsExactly("e1", "e3", "e2");
    JsonNode closed = fleet.closed().getFirst();
    assertThat(closed.get("events").asInt()).isEqualTo(3);
    assertThat(closed.get("digests").asInt()).isEqualTo(2);
  }

  @Test
  void aPeriodIsClosedWhenItsGraceIsOverAndNotBefore() {
    Fleet patient = new Fleet(Database.settings(Database.newTable(), 60, 300, 2, 0));
    patient.collect(List.of(Event.of("ada", "e1", "2026-11-20T10:10:00Z")));
    patient.close("2026-11-20T11:04:59Z");
    assertThat(patient.bus().published()).isEmpty();
    patient.close("2026-11-20T11:05:00Z");
    assertThat(patient.members()).containsExactly("e1");
  }

  @Test
  void missedPeriodsAreCaughtUpOldestFirst() {
    fleet.collect(
        List.of(
            Event.of("ada", "e3", "2026-11-20T12:10:00Z"),
            Event.of("ada", "e1", "2026-11-18T23:10:00Z"),
            Event.of("ada", "e2", "2026-11-20T10:10:00Z")));
    fleet.close("2026-11-20T13:00:00Z");
    assertThat(fleet.members()).containsExactly("e1", "e2", "e3");
    assertThat(fleet.closed()).hasSize(3);
  }

  @Test
  void aRunThatComesLateOrAgainForAnOldSlotClosesNothingNewer() {
    fleet.collect(
        List.of(
            Event.of("ada", "e1", "2026-11-20T10:10:00Z"),
            Event.of("ada", "e2", "2026-11-20T11:10:00Z")));
    fleet.pass(Duration.ofDays(2));
    fleet.close("2026-11-20T11:00:00Z");
    fleet.close("2026-11-20T11:00:00Z");
    assertThat(fleet.members()).containsExactly("e1");
    assertThat(fleet.bus().published()).hasSize(2);
  }

  @Test
  void whatComesAfterTheCloseIsInALateDigest() {
    fleet.collect(List.of(Event.of("ada", "e1", "2026-11-20T10:10:00Z")));
    fleet.close("2026-11-20T11:00:00Z");
    fleet.collect(
        List.of(
            Event.of("ada", "e1", "2026-11-20T10:10:00Z"),
            Event.of("ada", "e2", "2026-11-20T10:20:00Z")));

    assertThat(fleet.close("2026-11-20T12:00:00Z")).containsEntry("lateEvents", 1L);

    fleet.assertValidEvents();
    JsonNode late = fleet.digests().getLast();
    assertThat(late.get("late").asBoolean()).isTrue();
    assertThat(late.get("generation").asInt()).isEqualTo(1);
    assertThat(fleet.members(late)).containsExactly("e2");
  }

  @Test
  void aRedeliveryAfterTheCloseMakesNoDigest() {
    List<Event> events = List.of(Event.of("ada", "e1", "2026-11-20T10:10:00Z"));
    fleet.collect(events);
    fleet.close("2026-11-20T11:00:00Z");
    fleet.collect(events);
    fleet.close("2026-11-20T12:00:00Z");
    assertThat(fleet.digests()).hasSize(1);
    assertThat(fleet.closed())
        .extracting(closed -> closed.get("events").asInt())
        .containsExactly(1, 0);
  }

  /** Late events may trickle in for days: the sweeps for one period become rarer. */
  @Test
  void aPeriodHasFewGenerationsHoweverManyEventsAreLate() {
    List<Event> events = new ArrayList<>();
    Instant slot = Instant.parse("2026-11-20T11:00:00Z");
    for (int hour = 0; hour < 60; hour++) {
      Event late = Event.of("ada", "e" + hour, "2026-11-20T10:10:00Z");
      events.add(late);
      fleet.collect(List.of(late));
      fleet.close(slot.plus(Duration.ofHours(hour)).toString());
    }
    assertThat(fleet.closed()).hasSize(7);
    fleet.settle();
    Histories.assertExactlyOnce(fleet, events);
  }

  /** However late: 9 days are kept, and events of the first of them after the period are taken. */
  @Test
  void everyGenerationIsDueLongBeforeItsEventsExpire() {
    Fleet forgetful = new Fleet(Database.settings(Database.newTable(), 60, 0, 2, 9));
    List<Event> events = new ArrayList<>();
    for (int hour = 0; hour < 24; hour++) {
      Event late = Event.of("ada", "e" + hour, "2026-11-20T10:10:00Z");
      events.add(late);
      forgetful.collect(List.of(late));
      forgetful.close(
          "2026-11-%02dT%02d:00:00Z".formatted(20 + (11 + hour) / 24, (11 + hour) % 24));
    }
    assertThat(
            forgetful.readAll(
                "periods",
                10,
                Map.of(
                    "operation", "list",
                    "from", "2026-11-20T00:00:00Z",
                    "to", "2026-11-20T00:00:00Z")))
        .extracting(period -> ((String) period.get("dueAt")).substring(0, 13))
        .containsExactly(
            "2026-11-20T11",
            "2026-11-20T11",
            "2026-11-20T12",
            "2026-11-20T14",
            "2026-11-20T18",
            "2026-11-21T02",
            "2026-11-21T11");
    forgetful.close("2026-11-21T11:00:00Z");
    Histories.assertExactlyOnce(forgetful, events);
  }

  @Test
  void aGroupThatIsLargerThanAPageIsOneDigestWithAPointer() {
    Fleet small = new Fleet().pageEvents(10);
    List<Event> events =
        Stream.of("ada", "bob", "cid")
            .flatMap(
                group ->
                    IntStream.range(0, group.equals("bob") ? 95 : 4)
                        .mapToObj(i -> Event.of(group, group + i, "2026-11-20T10:10:00Z")))
            .toList();
    small.collect(events);
    small.close("2026-11-20T11:00:00Z");

    small.assertValidEvents();
    assertThat(small.digests())
        .extracting(digest -> digest.get("count").asInt() + (digest.has("pointer") ? "p" : ""))
        .containsExactly("4", "95p", "4");
    Histories.assertExactlyOnce(small, events);
  }

  @Test
  void aDigestThatNoEventCanCarryHasAPointerAndEveryEventFits() {
    List<Event> events = new ArrayList<>();
    for (String group : List.of("fits", "just above", "giant")) {
      int size =
          switch (group) {
            case "fits" -> 61_000;
            case "just above" -> 66_000;
            default -> 700_000;
          };
      for (int i = 0; i < 4; i++) {
        events.add(
            new Event(
                group, group + i, Instant.parse("2026-11-20T10:10:00Z"), "ä".repeat(size / 2)));
      }
    }
    fleet.collect(events);
    fleet.close("2026-11-20T11:00:00Z");

    fleet.assertValidEvents();
    assertThat(fleet.digests())
        .extracting(digest -> digest.get("group").asText() + (digest.has("pointer") ? " p" : ""))
        .containsExactlyInAnyOrder("fits", "just above p", "giant p");
    assertThat(fleet.bus().published())
        .allSatisfy(
            event ->
                assertThat(event.detail().getBytes(StandardCharsets.UTF_8))
                    .hasSizeLessThan(EventPublisher.MAX_BYTES));
    Histories.assertExactlyOnce(fleet, events);
    assertThat(
            fleet.readAll(
                "members",
                100,
                Map.of("operation", "members", "period", "2026-11-20T10:00Z", "group", "giant")))
        .allSatisfy(
            member -> assertThat((String) member.get("event")).contains("ä".repeat(350_000)));
  }

  /** The number of shards goes up while a period is collected, and events are delivered again. */
  @Test
  void shardsMayBeRaisedInTheMiddle() {
    PeriodicSettings raised = Database.settings(fleet.settings().table(), 60, 0, 16, 0);
    List<Event> events =
        IntStream.range(0, 60)
            .mapToObj(i -> Event.of("g" + i % 3, "e" + i, "2026-11-20T10:10:00Z"))
            .toList();
    fleet.collect(events.subList(0, 40));
    Fleet.collect(
        fleet.collector(TestDatabase.client(), raised), Records.of(events.subList(20, 60)).batch());
    fleet.collect(events.subList(10, 50));
    fleet.close("2026-11-20T11:00:00Z");
    Histories.assertExactlyOnce(fleet, events);
    assertThat(TestDatabase.scan(fleet.settings().table()).stream().filter(ClosingIT::isEvent))
        .as("some events stand in two shards")
        .hasSizeGreaterThan(60);
  }

  private static boolean isEvent(Map<String, AttributeValue> item) {
    return item.containsKey("event");
  }

  /** Each run has time for a page or two, saves where it is, and invokes nothing. */
  @Test
  void aRunEndsAtItsDeadlineAndTheNextContinues() {
    Fleet slow = new Fleet().pageEvents(5);
    List<Event> events =
        IntStream.range(0, 60)
            .mapToObj(i -> Event.of("g" + i / 7, "e" + i, "2026-11-20T10:10:00Z"))
            .toList();
    slow.collect(events);
    FaultyHttpClient http =
        TestDatabase.faulty(
            call ->
                call.body().contains("manifest#")
                    ? Fault.delay(Duration.ofMillis(60))
                    : Fault.NONE);
    DynamoDbClient client = TestDatabase.client(http);
    int runs = 0;
    boolean closed = false;
    for (; !closed; runs++) {
      assertThat(runs).isLessThan(40);
      Deadline deadline = Deadline.after(Duration.ofMillis(2150));
      closed =
          slow.close(client, slow.bus(), "2026-11-20T11:00:00Z", deadline).get("closed").equals(1);
    }
    assertThat(runs).isGreaterThan(1);
    Histories.assertExactlyOnce(slow, events);
    assertThat(slow.bus().published()).as("nothing was done twice").hasSize(10);
    assertThat(http.calls())
        .extracting(HttpAttempt::operation)
        .containsOnly("GetItem", "PutItem", "Query");
  }

  @Test
  void aClosersLeaseIsHeededUntilItRunsOut() {
    fleet.collect(List.of(Event.of("ada", "e1", "2026-11-20T10:10:00Z")));
    killAfterClaim();
    assertThat(fleet.close("2026-11-20T11:00:00Z"))
        .containsEntry("closed", 0)
        .containsEntry("pending", 1);
    fleet.pass(Duration.ofSeconds(64));
    assertThat(fleet.close("2026-11-20T11:00:00Z")).containsEntry("pending", 1);
    fleet.pass(Duration.ofSeconds(2));
    assertThat(fleet.close("2026-11-20T11:00:00Z")).containsEntry("closed", 1);
  }

  /** No clock that is right writes a lease that ends later than a lease from now. */
  @Test
  void aLeaseFromAClockThatIsADayAheadKeepsNoBucketOpen() {
    fleet.collect(List.of(Event.of("ada", "e1", "2026-11-20T10:10:00Z")));
    fleet.pass(Duration.ofDays(1));
    killAfterClaim();
    fleet.pass(Duration.ofDays(-1));

    assertThat(fleet.close("2026-11-20T11:00:00Z")).containsEntry("closed", 1);
    assertThat(fleet.members()).containsExactly("e1");
  }

  /** DynamoDB deletes in any order over days: what is left of a group would look whole. */
  @Test
  void aBucketThatExpiredBeforeItWasClosedIsReportedAndNotDigested() {
    Fleet forgetting = new Fleet(Database.settings(Database.newTable(), 60, 0, 2, 30));
    forgetting.collect(List.of(Event.of("ada", "e1", "2026-11-20T10:10:00Z")));
    forgetting.pass(Duration.ofDays(31));

    assertThatThrownBy(() -> forgetting.close("2026-12-21T12:00:00Z"))
        .hasMessageContaining("bucket 2026-11-20T10:00Z/00000 expired at 2026-12-20T11:00:00Z");
    assertThat(forgetting.bus().published()).isEmpty();
  }

  private void killAfterClaim() {
    DynamoDbClient dying = TestDatabase.client(FaultScript.atWrite(1, Fault.KILL_AFTER));
    assertThatThrownBy(() -> fleet.close(dying, "2026-11-20T11:00:00Z")).isInstanceOf(Killed.class);
  }

  /** One bucket that cannot be closed does not keep the others open, and is not kept leased. */
  @Test
  void aBucketThatFailsIsReportedAfterTheOthersWereClosed() {
    fleet.collect(
        List.of(
            Event.of("ada", "e1", "2026-11-20T10:10:00Z"),
            Event.of("ada", "e2", "2026-11-20T11:10:00Z")));
    DynamoDbClient broken =
        TestDatabase.client(
            FaultScript.when(
                call -> call.isWrite() && call.body().contains("manifest#2026-11-20T10:00Z"),
                Fault.throttle("TableWriteKeyRangeThroughputExceeded")));
    assertThatThrownBy(
            () -> fleet.close(broken, fleet.bus(), "2026-11-20T12:00:00Z", Deadline.after(TIME)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("1 due buckets are not closed: ");
    assertThat(fleet.members()).containsExactly("e2");
    fleet.close("2026-11-20T12:00:00Z");
    assertThat(fleet.members()).containsExactly("e2", "e1");
  }

  @Test
  void theSlotIsTheSchedulesNotTheClocks() {
    assertThatThrownBy(() -> fleet.close("now"))
        .isInstanceOf(BadRequestException.class)
        .hasMessage(
            "bad request: 'scheduledTime' must be a time like 2026-11-20T10:15:30Z, but is 'now'");
  }
}
