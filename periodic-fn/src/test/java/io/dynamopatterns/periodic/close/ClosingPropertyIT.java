package io.dynamopatterns.periodic.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.HttpAttempt;
import io.dynamopatterns.emulator.faults.Killed;
import io.dynamopatterns.periodic.collect.PeriodCollector;
import io.dynamopatterns.periodic.kit.Database;
import io.dynamopatterns.periodic.kit.Event;
import io.dynamopatterns.periodic.kit.Fleet;
import io.dynamopatterns.periodic.kit.Histories;
import io.dynamopatterns.periodic.kit.Records;
import io.dynamopatterns.periodic.kit.Tampered;
import io.dynamopatterns.periodic.settings.PeriodicSettings;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Random events, in any order of their times; batches that come one to three times, whole or cut;
 * collectors and closers that begin, and die, at any call of each other; slots that are missed,
 * late or fired twice; shards that are raised and lowered; clocks that step. In the end every event
 * is in exactly one digest.
 */
class ClosingPropertyIT {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final List<String> GROUPS = List.of("a", "a b", "a!", "%20", "é😀", "b", "c");

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<Event> event =
        Combinators.combine(
                // Often the same one: a group that is larger than a page.
                Arbitraries.frequencyOf(
                    Tuple.of(2, Arbitraries.just("a")), Tuple.of(3, Arbitraries.of(GROUPS))),
                Arbitraries.integers().between(0, 3 * 60 - 1))
            .as(
                (group, minute) ->
                    new Event(group, "", START.plus(Duration.ofMinutes(minute)), "x"));
    return event
        .list()
        .ofMinSize(1)
        .ofMaxSize(40)
        .map(
            events -> {
              List<Event> named = new ArrayList<>();
              for (Event one : events) {
                named.add(new Event(one.group(), "e" + named.size(), one.time(), one.payload()));
              }
              return named;
            });
  }

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void everyEventIsInExactlyOneDigest(@ForAll("events") List<Event> events, @ForAll Random random) {
    Fleet fleet = new Fleet().pageEvents(1 + random.nextInt(6));
    new World(fleet, events, random).run();
    fleet.settle();
    Histories.assertExactlyOnce(fleet, events);
  }

  /** What happens around one table. */
  private static final class World {
    private static final int DEPTH = 2;

    private final UnaryOperator<DynamoDbClient> closers;

    private final Fleet fleet;
    private final Records records;
    private final Random random;
    private final List<PeriodCollector> environments = new ArrayList<>();
    private int depth;

    World(Fleet fleet, List<Event> events, Random random) {
      this(fleet, events, random, UnaryOperator.identity());
    }

    /**
     * @param closers makes the clients of closers out of others
     */
    World(Fleet fleet, List<Event> events, Random random, UnaryOperator<DynamoDbClient> closers) {
      this.closers = closers;
      this.fleet = fleet;
      this.records = Records.of(events);
      this.random = random;
    }

    /**
     * Delivers all records in order, each batch until it is taken; now and then the schedule fires.
     */
    void run() {
      for (int done = 0; done < records.size(); ) {
        int from = random.nextInt(4) == 0 ? random.nextInt(done + 1) : done;
        int to = Math.min(records.size(), done + 1 + random.nextInt(8));
        int deliveries = 1 + random.nextInt(3);
        for (int delivery = 0; delivery < deliveries; delivery++) {
          collect(from, to);
        }
        while (!collect(from, to)) {
          // It is delivered again until it is taken.
        }
        done = to;
        if (random.nextInt(3) == 0) {
          close();
        }
      }
    }

    private boolean collect(int from, int to) {
      KinesisEvent batch = records.batch(from, to);
      try {
        return Fleet.collect(environment(), batch).isEmpty();
      } catch (Killed e) {
        return false;
      }
    }

    /** A warm environment, or a new one, of this deployment or one with other shards. */
    private PeriodCollector environment() {
      boolean warm = !environments.isEmpty() && random.nextInt(3) > 0;
      if (warm) {
        return environments.get(random.nextInt(environments.size()));
      }
      PeriodicSettings settings =
          Database.settings(fleet.settings().table(), 60, 0, 1 + random.nextInt(4), 0);
      PeriodCollector collector = fleet.collector(TestDatabase.client(script()), settings);
      if (random.nextInt(4) > 0) {
        environments.add(collector);
      }
      return collector;
    }

    private void close() {
      fleet.pass(Duration.ofSeconds(random.nextInt(100) - 20L));
      Instant slot = START.plus(Duration.ofMinutes(30L * random.nextInt(9)));
      try {
        fleet.close(closers.apply(TestDatabase.client(script())), slot.toString());
      } catch (Killed | IllegalStateException e) {
        // Its lease runs out, and a later run continues.
      }
    }

    /** At some calls, something else happens first, or the caller dies, or its answer is lost. */
    private FaultScript script() {
      return call -> {
        int choice = random.nextInt(60);
        if (depth < DEPTH && choice < 6) {
          meanwhile(call);
        }
        return switch (choice) {
          case 10 -> Fault.KILL_BEFORE;
          case 11 -> Fault.KILL_AFTER;
          case 12 -> Fault.DROP_ANSWER;
          default -> Fault.NONE;
        };
      };
    }

    private void meanwhile(HttpAttempt call) {
      depth++;
      try {
        if (call.number() % 2 == 0 || random.nextBoolean()) {
          close();
        } else {
          int to = 1 + random.nextInt(records.size());
          collect(Math.max(0, to - 5), to);
        }
      } finally {
        depth--;
      }
    }
  }

  /** Negative control: closers that look up no manifest. */
  @Example
  void withoutManifestsARandomHistoryHasDoubles() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () -> {
              for (long seed = 0; seed < 20; seed++) {
                Random random = new Random(seed);
                List<Event> events = randomEvents(random);
                Fleet fleet = new Fleet().pageEvents(2);
                new World(fleet, events, random, Tampered::withoutManifests).run();
                fleet.settle();
                Histories.assertExactlyOnce(fleet, events);
              }
            });
  }

  private static List<Event> randomEvents(Random random) {
    List<Event> events = new ArrayList<>();
    for (int e = 0; e < 30; e++) {
      events.add(
          new Event(
              GROUPS.get(random.nextInt(3)),
              "e" + e,
              START.plus(Duration.ofMinutes(random.nextInt(180))),
              ""));
    }
    return events;
  }

  /** The histories above are worth their name: they have late digests, and groups over chunks. */
  @Example
  void theHistoriesHaveWhatMakesThemHard() {
    Random random = new Random(1);
    long late = 0;
    long carried = 0;
    int twice = 0;
    for (int i = 0; i < 6; i++) {
      List<Event> events = randomEvents(random);
      Fleet fleet = new Fleet().pageEvents(2);
      new World(fleet, events, random).run();
      fleet.settle();
      Histories.assertExactlyOnce(fleet, events);
      late += fleet.digests().stream().filter(d -> d.get("late").asBoolean()).count();
      carried += fleet.digests().stream().filter(d -> d.has("pointer")).count();
      twice += fleet.bus().published().size() - fleet.digests().size() - fleet.closed().size();
    }
    assertThat(late).isPositive();
    assertThat(carried).isPositive();
    assertThat(twice).isPositive();
  }
}
