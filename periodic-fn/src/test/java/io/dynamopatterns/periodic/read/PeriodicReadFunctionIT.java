package io.dynamopatterns.periodic.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.Killed;
import io.dynamopatterns.periodic.kit.Event;
import io.dynamopatterns.periodic.kit.Fleet;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodicReadFunctionIT {
  private static final Map<String, Object> PERIODS =
      Map.of("operation", "list", "from", "2026-11-01T00:00:00Z", "to", "2026-11-30T00:00:00Z");

  private final Fleet fleet = new Fleet();

  @Test
  void periodsAreListedByPageAndByState() {
    fleet.collect(
        List.of(
            Event.of("ada", "e1", "2026-11-18T10:10:00Z"),
            Event.of("ada", "e2", "2026-11-20T10:10:00Z"),
            Event.of("bob", "e3", "2026-11-20T10:10:00Z"),
            Event.of("ada", "e4", "2026-11-20T11:10:00Z")));
    fleet.close("2026-11-20T11:00:00Z");
    fleet.collect(List.of(Event.of("ada", "e5", "2026-11-18T10:20:00Z")));

    for (int limit : new int[] {1, 2, 100}) {
      assertThat(fleet.readAll("periods", limit, PERIODS))
          .extracting(
              period ->
                  "%s/%s %s %s/%s"
                      .formatted(
                          period.get("period"),
                          period.get("generation"),
                          period.get("state"),
                          period.get("digests"),
                          period.get("events")))
          .containsExactly(
              "2026-11-18T10:00Z/0 CLOSED 1/1",
              "2026-11-18T10:00Z/1 OPEN 0/0",
              "2026-11-20T10:00Z/0 CLOSED 2/2",
              "2026-11-20T11:00Z/0 OPEN 0/0");
      Map<String, Object> open =
          Map.of(
              "operation", "list",
              "from", "2026-11-01T00:00:00Z",
              "to", "2026-11-30T00:00:00Z",
              "state", "OPEN");
      assertThat(fleet.readAll("periods", limit, open))
          .extracting(period -> period.get("late"))
          .containsExactly(true, false);
    }
    assertThat(fleet.readAll("periods", 1, PERIODS).getFirst())
        .containsExactly(
            Map.entry("period", "2026-11-18T10:00Z"),
            Map.entry("generation", 0),
            Map.entry("late", false),
            Map.entry("state", "CLOSED"),
            Map.entry("start", "2026-11-18T10:00:00.000Z"),
            Map.entry("end", "2026-11-18T11:00:00.000Z"),
            Map.entry("dueAt", "2026-11-18T11:00:00.000Z"),
            Map.entry("events", 1L),
            Map.entry("digests", 1L));
  }

  @Test
  void theGroupsOfAPeriodAreListedByPageWithTheNumberOfTheirEvents() {
    fleet.collect(
        List.of(
            Event.of("ada", "e1", "2026-11-20T10:10:00Z"),
            Event.of("ada", "e2", "2026-11-20T10:11:00Z"),
            Event.of("bob", "e3", "2026-11-20T10:10:00Z"),
            Event.of("zoe", "e4", "2026-11-20T10:10:00Z")));
    Map<String, Object> request =
        Map.of("operation", "show", "period", "2026-11-20T10:00Z", "generation", 0);
    for (boolean closed : new boolean[] {false, true}) {
      if (closed) {
        fleet.close("2026-11-20T11:00:00Z");
      }
      for (int limit : new int[] {1, 2, 100}) {
        assertThat(fleet.readAll("groups", limit, request))
            .extracting(group -> group.get("group") + " " + group.get("events"))
            .containsExactly("ada 2", "bob 1", "zoe 1");
      }
    }
    assertThat(fleet.read(request)).containsEntry("state", "CLOSED");
  }

  /** Left out, it would be the first of each page, and no request would get past it. */
  @Test
  void aGroupThatOneInvocationCannotCountIsAnsweredInPartAndTheOthersFollow() {
    fleet.collect(
        List.of(
            Event.of("ada", "e1", "2026-11-20T10:10:00Z"),
            Event.of("ada", "e2", "2026-11-20T10:11:00Z"),
            Event.of("bob", "e3", "2026-11-20T10:10:00Z")));
    Map<String, Object> request =
        new HashMap<>(Map.of("operation", "show", "period", "2026-11-20T10:00Z"));

    Map<String, Object> first = fleet.read(request, Deadline.after(Duration.ofSeconds(2)));

    assertThat(first)
        .extractingByKey("groups")
        .asString()
        .isEqualTo("[{group=ada, events=1, partial=true}]");
    request.put("next", first.get("next"));
    assertThat(fleet.read(request))
        .extractingByKey("groups")
        .asString()
        .isEqualTo("[{group=bob, events=1}]");
  }

  @Test
  void aPeriodThatIsNotKnownHasNoGroups() {
    assertThat(fleet.read(Map.of("operation", "show", "period", "2026-11-20T10:00Z")))
        .containsEntry("state", "UNKNOWN")
        .containsEntry("groups", List.of());
  }

  @Test
  void whoIsClosingAPeriodIsSeen() {
    fleet.collect(List.of(Event.of("ada", "e1", "2026-11-20T10:10:00Z")));
    assertThatThrownBy(
            () ->
                fleet.close(
                    TestDatabase.client(FaultScript.atWrite(1, Fault.KILL_AFTER)),
                    "2026-11-20T11:00:00Z"))
        .isInstanceOf(Killed.class);
    assertThat(fleet.readAll("periods", 10, PERIODS).getFirst())
        .containsEntry("state", "CLOSING")
        .containsEntry("leaseUntil", "2026-11-20T12:01:00.000Z");
  }

  @Test
  void theMembersOfADigestAreThoseOfItsManifest() {
    List<Event> events =
        IntStream.range(0, 7)
            .mapToObj(i -> Event.of("ada", "e" + i, "2026-11-20T10:1" + i + ":00Z"))
            .toList();
    fleet.keepWarm().collect(events);
    Map<String, Object> request =
        Map.of("operation", "members", "period", "2026-11-20T10:00Z", "group", "ada");
    assertThat(fleet.read(request))
        .as("nothing is decided before the close")
        .containsEntry("state", "OPEN")
        .containsEntry("members", List.of());
    fleet.close("2026-11-20T11:00:00Z");
    // It is in the first bucket, too, but came after its close.
    fleet.collect(List.of(Event.of("ada", "late", "2026-11-20T10:11:30Z")));

    for (int limit : new int[] {1, 3, 100}) {
      assertThat(fleet.readAll("members", limit, request))
          .extracting(member -> member.get("id"))
          .containsExactly("e0", "e1", "e2", "e3", "e4", "e5", "e6");
    }
    assertThat(fleet.readAll("members", 1, request).getFirst())
        .containsExactly(
            Map.entry("id", "e0"),
            Map.entry("time", "2026-11-20T10:10:00.000Z"),
            Map.entry("event", events.getFirst().json()));
  }

  /** Lambda returns 6 MB, and its runtime writes a character beyond 16 bits as 12 bytes. */
  @ParameterizedTest
  @CsvSource({"x,20,18", "ä,10,9", "😀,3,1"})
  void aPageOfLargeEventsEndsBeforeItIsTooLarge(String character, int number, int fit) {
    List<Event> events =
        IntStream.range(0, number)
            .mapToObj(
                i ->
                    new Event(
                        "ada",
                        "e%02d".formatted(i),
                        Instant.parse("2026-11-20T10:10:00Z"),
                        character.repeat(300_000)))
            .toList();
    fleet.collect(events);
    fleet.close("2026-11-20T11:00:00Z");
    Map<String, Object> request =
        Map.of("operation", "members", "period", "2026-11-20T10:00Z", "group", "ada");
    assertThat(Fleet.entries(fleet.read(request), "members")).hasSize(fit);
    assertThat(fleet.readAll("members", 1000, request)).hasSize(number);
  }

  @Test
  void aRequestThatCannotBeServedNamesTheField() {
    assertBad(Map.of(), "'operation' is missing: it must be one of list, show, members, rejected");
    assertBad(
        Map.of("operation", "all"),
        "'operation' must be one of list, show, members, rejected, but is 'all'");
    assertBad(
        Map.of("operation", "members", "period", "today", "group", "ada"),
        "'period' must be the name of a period, like 2026-11-20T10:00Z");
    assertBad(
        Map.of("operation", "members", "period", "2026-11-20T10:00Z"),
        "'group' is missing: it must be text");
    assertBad(
        Map.of("operation", "list", "from", "2026-11-20T00:00:00Z", "to", "2026-11-19T00:00:00Z"),
        "'to' must not be before 'from'");
    assertBad(
        Map.of(
            "operation", "rejected", "from", "2026-01-01T00:00:00Z", "to", "2028-01-01T00:00:00Z"),
        "'to' must be at most 400 days after 'from'");
    assertBad(
        Map.of(
            "operation", "members",
            "period", "2026-11-20T10:00Z",
            "group", "ada",
            "next", "abc"),
        "'next' must be the value of 'next' in an answer to this same request, unchanged");
    assertBad(
        Map.of(
            "operation", "members",
            "period", "2026-11-20T10:00Z",
            "group", "ada",
            "colour", "red"),
        "'colour' is unknown: allowed here are generation, group, limit, next, operation, period");
  }

  private void assertBad(Map<String, Object> request, String message) {
    assertThatThrownBy(() -> fleet.read(request))
        .isInstanceOf(BadRequestException.class)
        .hasMessage("bad request: " + message);
  }
}
