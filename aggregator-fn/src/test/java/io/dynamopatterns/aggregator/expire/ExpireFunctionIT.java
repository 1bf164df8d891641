package io.dynamopatterns.aggregator.expire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dynamopatterns.aggregator.kit.Aggregator;
import io.dynamopatterns.aggregator.kit.Clicks;
import io.dynamopatterns.aggregator.kit.Database;
import io.dynamopatterns.aggregator.kit.Model.Expected;
import io.dynamopatterns.aggregator.kit.Rounds;
import io.dynamopatterns.aggregator.kit.Settings;
import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.Killed;
import io.dynamopatterns.testkit.TestBus;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ExpireFunctionIT {
  private static final Instant LATER = Instant.now().plus(Duration.ofDays(2));

  private final String table = Database.newTable();
  private final Map<String, String> environment = environment(table);

  @Test
  void openRoundsExpireAndCompleteOnesDoNot() {
    Aggregator aggregator = new Aggregator(environment);
    aggregator.collect(Clicks.clicks().add("ann", 2).add("bob", 3).add("cyd", 1));
    aggregator.settle();

    assertThat(aggregator.expire(LATER)).containsEntry("expired", 2L).containsEntry("done", true);
    assertThat(aggregator.expire(LATER)).as("again").containsEntry("expired", 0L);

    assertThat(Rounds.in(table))
        .isEqualTo(
            Map.of(
                "ann/1", new Expected("EXPIRED", 2, 0),
                "bob/1", new Expected("COMPLETE", 3, 0),
                "cyd/1", new Expected("EXPIRED", 1, 0)));
    aggregator.publishing().drain();
    assertThat(Rounds.in(aggregator.expired())).containsExactly("ann/1", "cyd/1");
    assertThat((List<?>) aggregator.read(Map.of("operation", "list")).get("rounds")).isEmpty();
  }

  /** What is due is a matter of the scheduled time, whenever the run comes. */
  @Test
  void aRoundThatIsNotDueAtTheScheduledTimeStaysOpen() {
    Aggregator aggregator = new Aggregator(environment);
    aggregator.collect(Clicks.clicks().add("ann", 2));
    aggregator.settle();
    assertThat(aggregator.expire(Instant.now().plus(Duration.ofHours(23))))
        .containsEntry("expired", 0L);
  }

  @Test
  void eventsAfterTheExpiryAreLateOrOpenTheNextRound() {
    for (String after : List.of("LATE", "NEXT_ROUND")) {
      String fresh = Database.newTable();
      Map<String, String> variables = environment(fresh);
      variables.put("AGGREGATOR_AFTER_COMPLETION", after);
      Aggregator aggregator = new Aggregator(variables);
      aggregator.collect(Clicks.clicks().add("ann", 2));
      aggregator.settle();
      aggregator.expire(LATER);
      aggregator.collect(Clicks.clicks().add("ann", "later"));
      aggregator.settle();
      assertThat(Rounds.in(fresh))
          .isEqualTo(
              after.equals("LATE")
                  ? Map.of("ann/1", new Expected("EXPIRED", 2, 1))
                  : Map.of(
                      "ann/1", new Expected("EXPIRED", 2, 0),
                      "ann/2", new Expected("COLLECTING", 1, 0)));
    }
  }

  /** The group completes between the expiry's read of it and its write. */
  @Test
  void aGroupThatCompletesMeanwhileIsLeftAlone() {
    Aggregator counting = new Aggregator(environment);
    counting.collect(Clicks.clicks().add("ann", 2));
    counting.settle();
    counting.collect(Clicks.clicks().add("ann", "third"));
    AtomicInteger writes = new AtomicInteger();
    Aggregator expiring =
        aggregator(
            call -> {
              if (call.isWrite() && writes.incrementAndGet() == 1) {
                counting.counting().drain();
              }
              return Fault.NONE;
            });

    assertThat(expiring.expire(LATER)).containsEntry("expired", 0L).containsEntry("done", true);

    assertThat(Rounds.in(table)).isEqualTo(Map.of("ann/1", new Expected("COMPLETE", 3, 0)));
    counting.publishing().drain();
    assertThat(counting.bus().published()).hasSize(1);
  }

  /** The group expires between the counting's read of it and its write. */
  @Test
  void aGroupThatExpiresMeanwhileIsNotCompleted() {
    Aggregator sound = new Aggregator(environment);
    sound.collect(Clicks.clicks().add("ann", 2));
    sound.settle();
    sound.collect(Clicks.clicks().add("ann", "third"));
    AtomicInteger writes = new AtomicInteger();
    Aggregator counting =
        aggregator(
            call -> {
              if (call.isWrite() && writes.incrementAndGet() == 1) {
                sound.expire(LATER);
              }
              return Fault.NONE;
            });

    counting.counting().drain();

    assertThat(Rounds.in(table)).isEqualTo(Map.of("ann/1", new Expected("EXPIRED", 2, 1)));
    sound.publishing().drain();
    assertThat(sound.completed()).isEmpty();
    assertThat(sound.expired()).hasSize(1);
  }

  /** Negative control: what the check of version and state is there for. */
  @Test
  void anExpiryThatWritesWithoutAskingWouldUndoACompletion() {
    Aggregator aggregator = new Aggregator(environment);
    aggregator.collect(Clicks.clicks().add("ann", 2));
    aggregator.settle();
    Map<String, AttributeValue> read =
        new HashMap<>(
            TestDatabase.scan(table).stream()
                .filter(item -> item.get("sk").s().startsWith("#head#"))
                .findFirst()
                .orElseThrow());
    aggregator.collect(Clicks.clicks().add("ann", "third"));
    aggregator.settle();
    assertThat(aggregator.completed()).hasSize(1);

    read.put("state", AttributeValue.fromS("EXPIRED"));
    TestDatabase.client().putItem(put -> put.tableName(table).item(read));

    assertThat(Rounds.in(table))
        .as("told to be complete, and not so any more")
        .isEqualTo(Map.of("ann/1", new Expected("EXPIRED", 2, 0)));
  }

  @Test
  void aRunThatIsKilledAtAnyWriteIsTakenUpByTheNext() {
    for (Fault kill : List.of(Fault.KILL_BEFORE, Fault.KILL_AFTER)) {
      for (int write = 1; write <= 4; write++) {
        String fresh = Database.newTable();
        AggregatorSettings settings = Settings.bind(environment(fresh));
        Aggregator sound = new Aggregator(environment(fresh));
        sound.collect(Clicks.clicks().add("a", 1).add("b", 1).add("c", 1).add("d", 1).add("e", 3));
        sound.settle();
        Aggregator dying =
            new Aggregator(
                settings,
                settings.rule(),
                TestDatabase.client(FaultScript.atWrite(write, kill)),
                new TestBus());
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> dying.expire(LATER));
        sound.expire(LATER);
        sound.publishing().drain();

        assertThat(Rounds.in(sound.expired())).containsExactly("a/1", "b/1", "c/1", "d/1");
        assertThat(sound.bus().published()).hasSize(5);
      }
    }
  }

  @Test
  void whatIsLeftAtTheDeadlineIsForTheNextRun() {
    Aggregator aggregator = new Aggregator(environment);
    aggregator.collect(Clicks.clicks().add("ann", 1).add("bob", 1));
    aggregator.settle();
    assertThat(aggregator.expire(LATER, Deadline.after(Duration.ZERO)))
        .containsEntry("expired", 0L)
        .containsEntry("done", false);
    assertThat(aggregator.expire(LATER)).containsEntry("expired", 2L);
  }

  /** One that is broken is reported, and does not keep back those after it. */
  @Test
  void aRoundThatCannotBeReadDoesNotKeepBackTheOthers() {
    Aggregator aggregator = new Aggregator(environment);
    aggregator.collect(Clicks.clicks().add("ann", 1));
    aggregator.settle();
    TestDatabase.client()
        .putItem(
            put ->
                put.tableName(table)
                    .item(
                        Map.of(
                            "pk", AttributeValue.fromS("broken"),
                            "sk", AttributeValue.fromS("#head#0000000001"),
                            "openShard", AttributeValue.fromS("open#0"),
                            "openSince", AttributeValue.fromS("2000-01-01T00:00:00.000Z"))));
    assertThatIllegalStateException()
        .isThrownBy(() -> aggregator.expire(LATER))
        .withMessage("1 rounds could not be expired, 1 were");
  }

  @Test
  void theScheduledTimeMustBeThere() {
    ExpireFunction function =
        new ExpireFunction(new Aggregator(environment).table(), Duration.ofHours(1));
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(
            () ->
                function.expire(
                    Map.of(),
                    Deadline.after(Duration.ofSeconds(10)),
                    Telemetry.of("aggregator", "test", "request-1")))
        .withMessageContaining("scheduledTime");
  }

  private Aggregator aggregator(FaultScript script) {
    AggregatorSettings settings = Settings.bind(environment);
    DynamoDbClient client = TestDatabase.client(script);
    return new Aggregator(settings, settings.rule(), client, new TestBus());
  }

  private static Map<String, String> environment(String name) {
    Map<String, String> variables = Settings.count(name, 3);
    variables.put("AGGREGATOR_EXPIRE_AFTER_HOURS", "24");
    return variables;
  }
}
