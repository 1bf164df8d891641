package io.dynamopatterns.periodic;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.emulator.dynamodb.DynamoDbUsage;
import io.dynamopatterns.periodic.collect.PeriodCollector;
import io.dynamopatterns.periodic.kit.Database;
import io.dynamopatterns.periodic.kit.Event;
import io.dynamopatterns.periodic.kit.Fleet;
import io.dynamopatterns.periodic.kit.Records;
import io.dynamopatterns.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The budget: one write unit per event, and a constant per period. Measured as AWS would bill it.
 * The table in {@code docs/cost-periodic.md} is what this writes to {@code target}.
 */
class CostIT {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final List<String> ROWS = new ArrayList<>();

  private final Fleet fleet = new Fleet(Database.settings(Database.newTable(), 60, 0, 4, 0));
  private final DynamoDbUsage collecting = new DynamoDbUsage();
  private final DynamoDbUsage closing = new DynamoDbUsage();

  @AfterAll
  static void writeTable() throws IOException {
    List<String> table =
        new ArrayList<>(
            List.of(
                "| what | events | periods | collect, write units | close, write units | write units per event | read units |",
                "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"));
    table.addAll(ROWS.stream().sorted().toList());
    Files.write(Path.of("target", "cost-periodic.md"), table);
  }

  /** 400 bytes, like a line of an access log: what most of this costs is the event itself. */
  private static List<Event> events(int number, int periods, int groups) {
    return IntStream.range(0, number)
        .mapToObj(
            i ->
                new Event(
                    "203.0.113." + i % groups,
                    "access.log:" + i,
                    START.plus(Duration.ofHours((long) i * periods / number)).plusSeconds(i % 3000),
                    "x".repeat(300)))
        .toList();
  }

  private void run(String what, List<Event> events, int periods) {
    PeriodCollector collector = fleet.collector(TestDatabase.metered(collecting), fleet.settings());
    Records records = Records.of(events);
    for (int from = 0; from < records.size(); from += 100) {
      int to = Math.min(records.size(), from + 100);
      assertThat(Fleet.collect(collector, records.batch(from, to))).isEmpty();
    }
    fleet.close(TestDatabase.metered(closing), "2026-12-20T00:00:00Z");
    assertThat(fleet.closed().stream().mapToInt(c -> c.get("events").asInt()).sum())
        .isEqualTo(events.size());
    ROWS.add(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %d | %,.0f | %,.0f | %.3f | %,.1f |",
            what,
            events.size(),
            periods,
            collecting.writeUnits(),
            closing.writeUnits(),
            (collecting.writeUnits() + closing.writeUnits()) / events.size(),
            collecting.readUnits() + closing.readUnits()));
  }

  /**
   * Per period: 2 for the head and its place in the index, 1 claim, 1 close, 1 out of the index.
   */
  @Test
  void anEventTakesOneWriteUnitAndAPeriodAFewMore() {
    int periods = 20;
    run("hours of 50 events", events(20 * 50, periods, 20), periods);
    assertThat(collecting.writeUnits()).isEqualTo(20 * 50 + 2.0 * periods);
    assertThat(closing.writeUnits()).as("with a manifest of 1 KB").isEqualTo(4.0 * periods);
  }

  @Test
  void theManifestOfALargePeriodIsBelowTwoPercent() {
    run("one period", events(3_000, 1, 250), 1);
    assertThat(collecting.writeUnits()).isEqualTo(3_000 + 2);
    assertThat(closing.writeUnits() / 3_000).isLessThan(0.02);
  }

  @Test
  void oneGiantGroupCostsNoMore() {
    run("one period of a single group", events(2_000, 1, 1), 1);
    assertThat(closing.writeUnits() / 2_000).isLessThan(0.02);
  }

  @Test
  void aRedeliveryCostsWhatItCostTheFirstTime() {
    List<Event> events = events(1000, 1, 50);
    PeriodCollector collector = fleet.collector(TestDatabase.metered(collecting), fleet.settings());
    for (int delivery = 0; delivery < 2; delivery++) {
      for (int from = 0; from < 1000; from += 100) {
        Fleet.collect(collector, Records.of(events.subList(from, from + 100)).batch());
      }
    }
    assertThat(collecting.writeUnits()).isEqualTo(2002);
    ROWS.add(
        "| one period, each event delivered twice | 1,000 | 1 | 2,002 | | 2.002 | %.1f |"
            .formatted(collecting.readUnits()));
  }

  /** A schedule that finds nothing to do asks the index once. */
  @Test
  void aRunWithNothingToDoIsOneQuery() {
    fleet.close(TestDatabase.metered(closing), "2026-11-20T10:00:00Z");
    assertThat(closing.requests()).containsOnlyKeys("Query").containsEntry("Query", 1L);
    assertThat(closing.readUnits()).isLessThanOrEqualTo(0.5);
  }
}
