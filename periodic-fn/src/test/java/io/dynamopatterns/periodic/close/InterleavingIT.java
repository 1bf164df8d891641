package io.dynamopatterns.periodic.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.emulator.faults.Killed;
import io.dynamopatterns.periodic.kit.Event;
import io.dynamopatterns.periodic.kit.Fleet;
import io.dynamopatterns.periodic.kit.Histories;
import io.dynamopatterns.periodic.kit.Records;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Collectors and closers that meet at every request of the other: before each call to DynamoDB, and
 * so after each, everything that another may do is done.
 */
class InterleavingIT {
  private static final String SLOT = "2026-11-20T11:00:00Z";

  private static final List<Event> EARLY =
      List.of(
          Event.of("ada", "e1", "2026-11-20T10:10:00Z"),
          Event.of("bob", "e2", "2026-11-20T10:20:00Z"),
          Event.of("dan", "e3", "2026-11-20T10:30:00Z"));

  /** Of groups that sort before, among and after those that are stored, and new ones of them. */
  private static final List<Event> RACING =
      List.of(
          Event.of("abe", "r1", "2026-11-20T10:01:00Z"),
          Event.of("ada", "r2", "2026-11-20T10:01:00Z"),
          Event.of("bob", "r3", "2026-11-20T10:59:00Z"),
          Event.of("cid", "r4", "2026-11-20T10:02:00Z"),
          Event.of("eve", "r5", "2026-11-20T10:03:00Z"));

  /** Runs something before the n-th call of a client, which then continues. */
  private static FaultyHttpClient before(int n, Runnable action) {
    return TestDatabase.faulty(
        call -> {
          if (call.number() == n) {
            action.run();
          }
          return Fault.NONE;
        });
  }

  @Test
  void eventsThatComeBetweenAnyTwoCallsOfACloserAreInOneDigest() {
    atEveryCall(
        (fleet, n) -> {
          fleet.collect(EARLY);
          FaultyHttpClient http = before(n, () -> assertThat(fleet.collect(RACING)).isEmpty());
          fleet.close(TestDatabase.client(http), SLOT);
          if (http.calls().size() < n) {
            fleet.collect(RACING);
          }
          return http.calls().size() >= n;
        });
  }

  @Test
  void aCloserThatRunsBetweenAnyTwoCallsOfACollectorLosesNothing() {
    for (boolean headIsThere : new boolean[] {true, false}) {
      atEveryCall(
          (fleet, n) -> {
            if (headIsThere) {
              fleet.collect(EARLY);
            }
            FaultyHttpClient http = before(n, () -> fleet.close(SLOT));
            collect(fleet, http, RACING);
            fleet.collect(EARLY);
            return http.calls().size() >= n;
          });
    }
  }

  /** The closer dies before and after each of its calls; events come in before the next run. */
  @Test
  void aCloserKilledAtAnyCallPublishesTheSameWhenItIsRunAgain() {
    for (Fault kill : List.of(Fault.KILL_BEFORE, Fault.KILL_AFTER)) {
      atEveryCall(
          (fleet, n) -> {
            fleet.collect(EARLY);
            DynamoDbClient dying =
                TestDatabase.client(FaultScript.when(call -> call.number() == n, kill));
            boolean died = dies(() -> fleet.close(dying, SLOT));
            fleet.collect(RACING);
            return died;
          });
    }
  }

  /** As above, dying before and after each request to the bus. */
  @Test
  void aCloserKilledWhilePublishingPublishesTheSameWhenItIsRunAgain() {
    for (boolean published : new boolean[] {false, true}) {
      Fleet fleet = new Fleet();
      fleet.collect(EARLY);
      Runnable die =
          () -> {
            throw new Dead();
          };
      fleet.bus().around(published ? () -> {} : die, published ? die : () -> {});
      assertThatExceptionOfType(Dead.class).isThrownBy(() -> fleet.close(SLOT));
      fleet.bus().around(() -> {}, () -> {});
      fleet.collect(RACING);
      fleet.settle();
      Histories.assertExactlyOnce(fleet, all());
    }
  }

  private static final class Dead extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void aCollectorKilledAtAnyCallLosesNothingWhenItsBatchIsDeliveredAgain() {
    for (Fault kill : List.of(Fault.KILL_BEFORE, Fault.KILL_AFTER)) {
      for (boolean closedMeanwhile : new boolean[] {true, false}) {
        atEveryCall(
            (fleet, n) -> {
              fleet.collect(EARLY);
              DynamoDbClient dying =
                  TestDatabase.client(FaultScript.when(call -> call.number() == n, kill));
              boolean died =
                  dies(
                      () ->
                          Fleet.collect(
                              fleet.collector(dying, fleet.settings()),
                              Records.of(RACING).batch()));
              if (closedMeanwhile) {
                fleet.close(SLOT);
              }
              fleet.collect(RACING);
              return died;
            });
      }
    }
  }

  /** Two runs of one slot, or a run and one whose lease ran out, at every call of the first. */
  @Test
  void twoClosersAtOnceDoWhatOneDoes() {
    for (Duration pause : List.of(Duration.ZERO, Duration.ofMinutes(10))) {
      atEveryCall(
          (fleet, n) -> {
            fleet.collect(EARLY);
            FaultyHttpClient http =
                before(
                    n,
                    () -> {
                      fleet.collect(RACING.subList(0, 3));
                      fleet.pass(pause);
                      fleet.close(SLOT);
                    });
            fleet.close(TestDatabase.client(http), SLOT);
            fleet.collect(RACING);
            return http.calls().size() >= n;
          });
    }
  }

  @Test
  void lostAnswersChangeNothing() {
    for (long seed = 0; seed < 4; seed++) {
      Fleet fleet = new Fleet();
      FaultScript faults = FaultScript.seeded(seed, 0.2, Fault.DROP_ANSWER, Fault.DROP_BEFORE_SEND);
      Fleet.collect(
          fleet.collector(TestDatabase.client(faults), fleet.settings()),
          Records.of(EARLY).batch());
      fleet.collect(EARLY);
      try {
        fleet.close(TestDatabase.client(faults), SLOT);
      } catch (RuntimeException e) {
        // A later run continues.
        fleet.pass(Duration.ofMinutes(10));
      }
      fleet.collect(RACING);
      fleet.settle();
      Histories.assertExactlyOnce(fleet, all());
    }
  }

  /** Does something to a fleet around the n-th call of a client. */
  @FunctionalInterface
  private interface Scenario {
    /** Returns whether there was such a call. */
    boolean run(Fleet fleet, int n);
  }

  private static void atEveryCall(Scenario scenario) {
    boolean more = true;
    for (int n = 1; more; n++) {
      assertThat(n).as("the scenario ends").isLessThan(60);
      // All in one chunk, and a collector that knows nothing; or a group over two chunks, and a
      // collector that remembers the bucket as it was.
      Fleet cold = new Fleet();
      Fleet warm = new Fleet().pageEvents(2).keepWarm();
      more = scenario.run(cold, n) | scenario.run(warm, n);
      for (Fleet fleet : List.of(cold, warm)) {
        fleet.settle();
        Histories.assertExactlyOnce(fleet, all());
      }
    }
  }

  private static void collect(Fleet fleet, FaultyHttpClient http, List<Event> events) {
    assertThat(
            Fleet.collect(
                fleet.collector(TestDatabase.client(http), fleet.settings()),
                Records.of(events).batch()))
        .isEmpty();
  }

  private static boolean dies(Runnable run) {
    try {
      run.run();
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  private static List<Event> all() {
    return Stream.concat(EARLY.stream(), RACING.stream()).toList();
  }
}
