package io.dynamopatterns.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamopatterns.aggregator.kit.AccessLog;
import io.dynamopatterns.aggregator.kit.Aggregator;
import io.dynamopatterns.aggregator.kit.Clicks;
import io.dynamopatterns.aggregator.kit.Database;
import io.dynamopatterns.aggregator.kit.Model;
import io.dynamopatterns.aggregator.kit.Rounds;
import io.dynamopatterns.aggregator.kit.Settings;
import io.dynamopatterns.aggregator.kit.TableRecords;
import io.dynamopatterns.aggregator.settings.AfterCompletion;
import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.emulator.dynamodb.DynamoDbUsage;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.testkit.TestBus;
import io.dynamopatterns.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The budget in write units, as DynamoDB counts them, and what a growing list costs instead. */
class CostIT {
  /** What it took to complete one group. */
  private record Cost(
      int events, double units, long writes, long invocations, long completions, long streamBytes) {
    double perEvent() {
      return units / events;
    }
  }

  private static final Map<Integer, Cost> ALONE = new ConcurrentHashMap<>();

  @BeforeAll
  @AfterAll
  static void useADatabaseOfItsOwn() {
    TestDatabase.startAnew();
  }

  @Test
  void eventsThatComeAloneTakeTwoUnitsEachHoweverManyThereAre() {
    assertThat(alone(10).perEvent()).isLessThanOrEqualTo(2.0);
    assertThat(alone(1000).perEvent()).isLessThanOrEqualTo(2.0);
    assertThat(alone(1000).perEvent()).isCloseTo(alone(10).perEvent(), within(0.1));
  }

  @Test
  void aCompletedGroupIsOneInvocationOfThePublisherAndAnOpenOneIsNone() {
    Aggregator aggregator = new Aggregator(Settings.count(Database.newTable(), 10));
    aggregator.collect(Clicks.clicks().add("ann", 14).add("bob", 9));
    aggregator.settle();
    assertThat(aggregator.publishing().stats().invocations()).isEqualTo(1);
    assertThat(alone(1000).completions()).isEqualTo(1);
  }

  /** The index is written when a round is opened and when it is closed, and never between. */
  @Test
  void theIndexTakesTwoUnitsForAGroupHoweverManyEventsItHas() {
    assertThat(alone(10, true).units() - alone(10).units()).isEqualTo(2);
    assertThat(alone(100, true).units() - alone(100).units()).isEqualTo(2);
  }

  @Test
  void theClicksOfAnAccessLogTakeAtMostOneAndAQuarterUnits() {
    List<AccessLog.Click> log = AccessLog.clicks();
    String table = Database.newTable(false);
    DynamoDbUsage usage = new DynamoDbUsage();
    Aggregator aggregator = metered(Settings.count(table, 10), usage);
    Model model = new Model(10, AfterCompletion.LATE);
    for (int from = 0; from < log.size(); from += 100) {
      Clicks batch = Clicks.clicks();
      for (AccessLog.Click click : log.subList(from, Math.min(log.size(), from + 100))) {
        batch.addRaw(click.json());
        model.add(click.client(), click.json());
      }
      aggregator.collect(batch);
    }
    double collected = usage.writeUnits();
    aggregator.settle();

    System.out.printf(
        Locale.ROOT,
        "access log: %d events, %.3f units each: %.3f stored, %.3f counted; %d groups, %d completed%n",
        log.size(),
        usage.writeUnits() / log.size(),
        collected / log.size(),
        (usage.writeUnits() - collected) / log.size(),
        model.rounds().size(),
        model.completed().size());
    assertThat(usage.writeUnits() / log.size()).isLessThanOrEqualTo(1.25);
    assertThat(Rounds.in(table)).isEqualTo(model.rounds());
    assertThat(Rounds.in(aggregator.completed())).isEqualTo(model.completed());
    assertThat(aggregator.bus().published()).hasSize(model.completed().size());
  }

  /**
   * What the seed did: one item with a list that grows. Printed for docs/cost.md; with {@code
   * -Dcomparison.full=true} for 1,000 events, too, which makes 100 MB of stream.
   */
  @Test
  void aGrowingListCostsTheSquareAndRoundsDoNot() {
    StringBuilder rows = new StringBuilder();
    for (int events :
        Boolean.getBoolean("comparison.full") ? List.of(10, 100, 1000) : List.of(10, 100)) {
      Cost list = growingList(events);
      Cost rounds = alone(events);
      rows.append(row(events, "growing list", list)).append(row(events, "this pattern", rounds));
      if (events >= 100) {
        assertThat(rounds.units()).isLessThan(list.units());
        assertThat(rounds.streamBytes()).isLessThan(list.streamBytes());
      }
    }
    System.out.println(
        "| events | how | writes | write units | units per event | invocations that look for"
            + " completion | stream bytes |\n| --: | --- | --: | --: | --: | --: | --: |\n"
            + rows);
  }

  private static String row(int events, String how, Cost cost) {
    return String.format(
        Locale.ROOT,
        "| %,d | %s | %,d | %,.0f | %.2f | %,d | %,d |%n",
        events,
        how,
        cost.writes(),
        cost.units(),
        cost.perEvent(),
        cost.completions(),
        cost.streamBytes());
  }

  private static Cost alone(int events) {
    return ALONE.computeIfAbsent(events, number -> alone(number, false));
  }

  /** A group whose events are counted one by one. The last completes it. */
  private static Cost alone(int events, boolean indexed) {
    String table = Database.newTable(indexed);
    DynamoDbUsage usage = new DynamoDbUsage();
    Aggregator aggregator = metered(Settings.count(table, events), usage);
    aggregator.collect(Clicks.clicks().add("ann", events));
    TableRecords stream = new TableRecords(table);
    List<SourceRecord> inserted = stream.read();
    for (SourceRecord event : inserted) {
      assertThat(aggregator.count(TableRecords.event(List.of(event)))).isEmpty();
    }
    aggregator.publishing().drain();
    assertThat(aggregator.completed()).hasSize(1);
    List<SourceRecord> all = new ArrayList<>(inserted);
    all.addAll(stream.read());
    return new Cost(
        events,
        usage.writeUnits(),
        all.size(),
        inserted.size(),
        aggregator.publishing().stats().invocations(),
        all.stream().mapToLong(SourceRecord::bytes).sum());
  }

  /** The same events, each appended to the list of one item; a function looks at every change. */
  private static Cost growingList(int events) {
    String table = Database.newTable(false);
    DynamoDbUsage usage = new DynamoDbUsage();
    TableRecords stream = new TableRecords(table);
    long invocations = 0;
    long bytes = 0;
    try (DynamoDbClient client = client(usage)) {
      for (int i = 0; i < events; i++) {
        AttributeValue event = AttributeValue.fromS(Clicks.json("ann", "ann-" + i, i));
        client.updateItem(
            update ->
                update
                    .tableName(table)
                    .key(
                        Map.of(
                            "pk", AttributeValue.fromS("ann"),
                            "sk", AttributeValue.fromS("list")))
                    .updateExpression(
                        "SET events = list_append(if_not_exists(events, :none), :event)")
                    .expressionAttributeValues(
                        Map.of(
                            ":none", AttributeValue.fromL(List.of()),
                            ":event", AttributeValue.fromL(List.of(event)))));
        if (i % 5 == 4) {
          List<SourceRecord> changes = stream.read();
          invocations += changes.size();
          bytes += changes.stream().mapToLong(SourceRecord::bytes).sum();
        }
      }
    }
    return new Cost(events, usage.writeUnits(), events, invocations, invocations, bytes);
  }

  private static Aggregator metered(Map<String, String> environment, DynamoDbUsage usage) {
    AggregatorSettings settings = Settings.bind(environment);
    return new Aggregator(settings, settings.rule(), client(usage), new TestBus());
  }

  private static DynamoDbClient client(DynamoDbUsage usage) {
    return TestDatabase.metered(usage);
  }
}
