package io.dynamopatterns.aggregator.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynamopatterns.aggregator.kit.Aggregator;
import io.dynamopatterns.aggregator.kit.Clicks;
import io.dynamopatterns.aggregator.kit.Database;
import io.dynamopatterns.aggregator.kit.Settings;
import io.dynamopatterns.aggregator.kit.TableRecords;
import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.Killed;
import io.dynamopatterns.testkit.TestBus;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class AggregatorReadFunctionIT {
  private final String table = Database.newTable();

  @Test
  void openRoundsAreListedByPageAndEachOnce() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 3));
    Clicks clicks = Clicks.clicks();
    for (int i = 0; i < 23; i++) {
      clicks.add("client-" + i, i < 20 ? 2 : 3);
    }
    aggregator.collect(clicks);
    aggregator.settle();

    assertThat(all(aggregator, Map.of("operation", "list", "limit", 4), "rounds"))
        .extracting(round -> (Object) round.get("group"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 20).<Object>mapToObj(i -> "client-" + i).toList());
    assertThat(
            all(
                aggregator,
                Map.of("operation", "list", "olderThan", "2026-01-01T00:00:00Z"),
                "rounds"))
        .isEmpty();
  }

  @Test
  void closedRoundsAreListedByTheirStateAndPageAndEachOnce() {
    Map<String, String> environment = Settings.count(table, 3);
    environment.put("AGGREGATOR_EXPIRE_AFTER_HOURS", "1");
    Aggregator aggregator = new Aggregator(environment);
    Clicks clicks = Clicks.clicks();
    IntStream.range(0, 23).forEach(i -> clicks.add("complete-" + i, 3));
    IntStream.range(0, 5).forEach(i -> clicks.add("open-" + i, 2));
    aggregator.collect(clicks);
    aggregator.settle();
    for (int limit : new int[] {1, 4, 23, 100}) {
      assertThat(listed(aggregator, "COMPLETE", limit))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 23).<Object>mapToObj(i -> "complete-" + i).toList());
    }
    assertThat(listed(aggregator, "EXPIRED", 100)).isEmpty();
    aggregator.expire(Instant.now().plus(Duration.ofDays(1)));
    assertThat(listed(aggregator, "EXPIRED", 2))
        .containsExactlyInAnyOrder("open-0", "open-1", "open-2", "open-3", "open-4");
  }

  @Test
  void aRoundThatAnotherProgramHasDamagedIsNamedAndHidesNoOther() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 3));
    aggregator.collect(Clicks.clicks().add("ann", 3).add("bob", 3).add("zoe", 3));
    aggregator.settle();
    Map<String, AttributeValue> round =
        TestDatabase.scan(table).stream()
            .filter(item -> item.get("pk").s().endsWith("bob") && item.containsKey("count"))
            .findFirst()
            .orElseThrow();
    TestDatabase.client()
        .updateItem(
            update ->
                update
                    .tableName(table)
                    .key(Map.of("pk", round.get("pk"), "sk", round.get("sk")))
                    .updateExpression("REMOVE #count")
                    .expressionAttributeNames(Map.of("#count", "count")));

    assertThat(listed(aggregator, "COMPLETE", 1)).containsExactlyInAnyOrder("ann", "zoe");
    assertThat(aggregator.read(Map.of("operation", "list", "state", "COMPLETE")).get("damaged"))
        .asString()
        .contains("bob")
        .contains("is not what this function writes");
  }

  private static List<Object> listed(Aggregator aggregator, String state, int limit) {
    return all(aggregator, Map.of("operation", "list", "state", state, "limit", limit), "rounds")
        .stream()
        .map(round -> (Object) round.get("group"))
        .toList();
  }

  @Test
  void anOpenRoundSaysWhatItStillNeedsAndACompleteOneDoesNot() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 3));
    aggregator.collect(Clicks.clicks().add("ann", 2).add("bob", 3));
    aggregator.settle();
    assertThat(aggregator.read(Map.of("operation", "show", "group", "ann")))
        .containsEntry("missing", List.of("1 more event (2 of 3)"));
    assertThat(aggregator.read(Map.of("operation", "show", "group", "bob")))
        .doesNotContainKey("missing");
  }

  @Test
  void rejectedRecordsAreListedByPageAndEachOnce() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 3));
    Clicks clicks = Clicks.clicks();
    IntStream.range(0, 11).forEach(i -> clicks.addRaw("not an event " + i));
    IntStream.range(0, 3).forEach(i -> clicks.addRaw("x".repeat(1_000_000) + i));
    aggregator.collect(clicks);
    assertThat(all(aggregator, Map.of("operation", "rejected", "limit", 3), "rejected"))
        .extracting(kept -> (Object) kept.get("sequence"))
        .doesNotHaveDuplicates()
        .hasSize(14);
    assertThat(all(aggregator, Map.of("operation", "rejected"), "rejected"))
        .as("pages end before an answer is too large")
        .hasSize(14);
  }

  @Test
  void theMembersOfARoundAreReadByPageInTheOrderOfCounting() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 5));
    aggregator.collect(Clicks.clicks().add("ann", 7));
    aggregator.settle();
    assertThat(members(aggregator, Map.of("group", "ann", "limit", 2)))
        .containsExactly("ann-0", "ann-1", "ann-2", "ann-3", "ann-4");
  }

  /** Too many to list: tags tell the members from what came late. */
  @Test
  void lateEventsAreNoMembersOfALargeRound() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 90));
    aggregator.collect(Clicks.clicks().add("ann", 100));
    aggregator.settle();
    assertThat(members(aggregator, Map.of("group", "ann", "limit", 7)))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 90).mapToObj(i -> "ann-" + i).toList());
  }

  /** Rounds of which none fits its list, counted by functions that are killed at every write. */
  @Test
  void everyEventIsAMemberOfExactlyOneRoundWhereverTheCountingDies() {
    for (int write : List.of(1, 40, 95, 120)) {
      String fresh = Database.newTable();
      Map<String, String> environment = Settings.count(fresh, 80);
      environment.put("AGGREGATOR_AFTER_COMPLETION", "NEXT_ROUND");
      AggregatorSettings settings = Settings.bind(environment);
      Aggregator sound = new Aggregator(environment);
      sound.collect(Clicks.clicks().add("ann", 200));
      var batch = TableRecords.event(new TableRecords(fresh).readNewEvents());
      Aggregator dying =
          new Aggregator(
              settings,
              settings.rule(),
              TestDatabase.client(FaultScript.atWrite(write, Fault.KILL_AFTER)),
              new TestBus());
      try {
        dying.count(batch);
      } catch (Killed e) {
        // The batch is delivered again.
      }
      assertThat(sound.count(batch)).isEmpty();

      List<String> ids = new ArrayList<>();
      List<Integer> sizes = new ArrayList<>();
      for (int round = 1; round <= 3; round++) {
        List<String> members = members(sound, Map.of("group", "ann", "round", round));
        sizes.add(members.size());
        ids.addAll(members);
      }
      assertThat(sizes).as("killed at write %d", write).containsExactly(80, 80, 40);
      assertThat(ids).doesNotHaveDuplicates();
    }
  }

  @Test
  void anUnknownGroupHasNoState() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 5));
    assertThat(aggregator.read(Map.of("operation", "show", "group", "unseen")))
        .isEqualTo(Map.of("group", "unseen", "state", "NONE"));
    assertThat(aggregator.read(Map.of("operation", "members", "group", "unseen")))
        .containsEntry("members", List.of());
  }

  /** DynamoDB deletes days late; until then, what has expired is not shown. */
  @Test
  void whatHasExpiredIsNotShown() {
    Map<String, String> environment = Settings.count(table, 5);
    environment.put("AGGREGATOR_RETENTION_DAYS", "2");
    AggregatorSettings settings = Settings.bind(environment);
    Aggregator now =
        new Aggregator(
            settings, settings.rule(), TestDatabase.client(), new TestBus(), at(Clicks.START));
    now.collect(Clicks.clicks().add("ann", 3).addRaw("no event"));
    now.settle();
    assertThat(members(now, Map.of("group", "ann"))).hasSize(3);
    assertThat(all(now, Map.of("operation", "rejected"), "rejected")).hasSize(1);

    Instant later = Instant.now().plus(Duration.ofDays(900));
    Aggregator then =
        new Aggregator(settings, settings.rule(), TestDatabase.client(), new TestBus(), at(later));
    assertThat(then.read(Map.of("operation", "show", "group", "ann")))
        .containsEntry("state", "NONE");
    assertThat(members(then, Map.of("group", "ann"))).isEmpty();
    assertThat(all(then, Map.of("operation", "list"), "rounds")).isEmpty();
    assertThat(all(then, Map.of("operation", "rejected"), "rejected")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "operation=close",
        "operation=members",
        "operation=show;round=1",
        "operation=list;limit=0",
        "operation=list;next=made-up",
        "operation=list;olderThan=noon",
        "operation=rejected;group=ann"
      })
  void aWrongRequestIsNamed(String fields) {
    Map<String, Object> request = new HashMap<>();
    for (String field : fields.split(";")) {
      String[] parts = field.split("=");
      Object value = parts[1].matches("[0-9]+") ? (Object) Integer.valueOf(parts[1]) : parts[1];
      request.put(parts[0], value);
    }
    Aggregator aggregator = new Aggregator(Settings.count(table, 5));
    assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> aggregator.read(request));
  }

  private static Clock at(Instant time) {
    return Clock.fixed(time, ZoneOffset.UTC);
  }

  private static List<String> members(Aggregator aggregator, Map<String, Object> what) {
    Map<String, Object> request = new HashMap<>(what);
    request.put("operation", "members");
    return all(aggregator, request, "members").stream()
        .map(member -> (String) member.get("id"))
        .toList();
  }

  /** All pages. */
  private static List<Map<?, ?>> all(
      Aggregator aggregator, Map<String, Object> request, String name) {
    List<Map<?, ?>> entries = new ArrayList<>();
    Map<String, Object> next = new HashMap<>(request);
    do {
      Map<String, Object> page = aggregator.read(next);
      ((List<?>) page.get(name)).forEach(entry -> entries.add((Map<?, ?>) entry));
      next.put("next", page.get("next"));
    } while (next.get("next") != null);
    return entries;
  }
}
