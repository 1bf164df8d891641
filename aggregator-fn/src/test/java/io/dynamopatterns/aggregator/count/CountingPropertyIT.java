package io.dynamopatterns.aggregator.count;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import io.dynamopatterns.aggregator.kit.Aggregator;
import io.dynamopatterns.aggregator.kit.Clicks;
import io.dynamopatterns.aggregator.kit.Database;
import io.dynamopatterns.aggregator.kit.Model;
import io.dynamopatterns.aggregator.kit.Rounds;
import io.dynamopatterns.aggregator.kit.Settings;
import io.dynamopatterns.aggregator.kit.TableRecords;
import io.dynamopatterns.aggregator.settings.AfterCompletion;
import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.Killed;
import io.dynamopatterns.emulator.function.LostAnswers;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import io.dynamopatterns.testkit.TestBus;
import io.dynamopatterns.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Random histories under everything that may befall them: producers that send twice, batches that
 * come one to three times, in halves and from earlier on, functions that die before or after a
 * write, answers that are lost. The totals must be those of a plain model, and every completion
 * must be published, and none twice.
 */
class CountingPropertyIT {
  @Property(tries = 7)
  void totalsAreThoseOfThePlainModelWhateverHappens(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int needed,
      @ForAll AfterCompletion after) {
    Random random = new Random(seed);
    String table = Database.newTable();
    Map<String, String> environment = Settings.count(table, needed);
    environment.put("AGGREGATOR_AFTER_COMPLETION", after.name());
    AggregatorSettings settings = Settings.bind(environment);
    Model model = new Model(needed, after);
    TestBus bus = new TestBus();

    collect(history(random, model), settings, bus, random);
    Aggregator sound = sound(settings, bus);
    sound.mapping("count", 1 + random.nextInt(40), unreliable(settings, bus, random, true)).drain();
    sound
        .mapping("publish", 1 + random.nextInt(10), unreliable(settings, bus, random, false))
        .drain();

    assertThat(sound.discards()).isEmpty();
    assertThat(Rounds.in(table)).isEqualTo(model.rounds());
    assertThat(Rounds.in(bus.details("AggregateCompleted"))).isEqualTo(model.completed());
  }

  /** Certain data: the round is complete once some event of it matches, if there are enough. */
  @Property(tries = 5)
  void aMatchingEventCompletesItsRoundOnceWhateverHappens(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int needed,
      @ForAll AfterCompletion after) {
    Random random = new Random(seed);
    String table = Database.newTable();
    Map<String, String> environment = Settings.count(table, needed);
    environment.put("AGGREGATOR_AFTER_COMPLETION", after.name());
    environment.put("AGGREGATOR_RULE_MATCHES", "{\"id\":[{\"suffix\":\"7\"},{\"suffix\":\"30\"}]}");
    AggregatorSettings settings = Settings.bind(environment);
    Model model = new Model(needed, after, id -> id.endsWith("7") || id.endsWith("30"));
    TestBus bus = new TestBus();

    collect(history(random, model), settings, bus, random);
    Aggregator sound = sound(settings, bus);
    sound.mapping("count", 1 + random.nextInt(40), unreliable(settings, bus, random, true)).drain();
    sound
        .mapping("publish", 1 + random.nextInt(10), unreliable(settings, bus, random, false))
        .drain();

    assertThat(sound.discards()).isEmpty();
    assertThat(Rounds.in(table)).isEqualTo(model.rounds());
    assertThat(Rounds.in(bus.details("AggregateCompleted"))).isEqualTo(model.completed());
  }

  /** A reader that begins anew, at any earlier place, as a mapping that was made anew does. */
  @Property(tries = 6)
  void readingTheStreamAgainFromAnyEarlierPlaceChangesNothing(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int needed,
      @ForAll AfterCompletion after) {
    Random random = new Random(seed);
    String table = Database.newTable();
    Map<String, String> environment = Settings.count(table, needed);
    environment.put("AGGREGATOR_AFTER_COMPLETION", after.name());
    Model model = new Model(needed, after);
    Aggregator aggregator = new Aggregator(environment);
    Clicks clicks = history(random, model);
    aggregator.collect(clicks);
    List<SourceRecord> records = new TableRecords(table).readNewEvents();

    for (int done = 0; done < records.size(); ) {
      int from = random.nextInt(done + 1);
      int to = Math.min(records.size(), done + 1 + random.nextInt(30));
      assertThat(aggregator.count(TableRecords.event(records.subList(from, to)))).isEmpty();
      done = to;
    }

    assertThat(Rounds.in(table)).isEqualTo(model.rounds());
  }

  /** Clicks of a few clients; every third is sent again later, as producers do. */
  private static Clicks history(Random random, Model model) {
    Clicks clicks = Clicks.clicks();
    for (int i = 0; i < 90; i++) {
      String client = "client-" + random.nextInt(5);
      String id = i % 3 == 2 ? "event-" + random.nextInt(i) : "event-" + i;
      clicks.add(client, id);
      model.add(client, id);
    }
    return clicks;
  }

  private static void collect(
      Clicks clicks, AggregatorSettings settings, TestBus bus, Random random) {
    for (int done = 0; done < clicks.size(); ) {
      int to = Math.min(clicks.size(), done + 1 + random.nextInt(30));
      KinesisEvent batch = clicks.batch(done, to);
      for (int delivery = random.nextInt(3); delivery > 0; delivery--) {
        try {
          aggregator(settings, bus, faults(random)).collect(batch);
        } catch (Killed e) {
          // It is delivered again, as by Lambda.
        }
      }
      assertThat(sound(settings, bus).collect(batch)).isEmpty();
      done = to;
    }
  }

  /** A function that is started anew for each invocation, and now and then on a bad day. */
  private static Invoker unreliable(
      AggregatorSettings settings, TestBus bus, Random random, boolean counts) {
    Function<Aggregator, Invoker> function =
        counts ? Aggregator::countFunction : Aggregator::publishFunction;
    Aggregator sound = sound(settings, bus);
    Invoker invoker =
        event -> {
          boolean badDay = random.nextInt(3) == 0;
          Aggregator started = badDay ? aggregator(settings, bus, faults(random)) : sound;
          try {
            return function.apply(started).invoke(event);
          } catch (Killed e) {
            throw new InvocationException(e.getMessage(), e);
          }
        };
    return new LostAnswers(invoker, random.nextLong(), 0.3);
  }

  private static FaultScript faults(Random random) {
    int write = 1 + random.nextInt(4);
    return switch (random.nextInt(4)) {
      case 0 -> FaultScript.atWrite(write, Fault.KILL_BEFORE);
      case 1 -> FaultScript.atWrite(write, Fault.KILL_AFTER);
      case 2 -> FaultScript.atWrite(write, Fault.DROP_ANSWER);
      default ->
          FaultScript.seeded(
              random.nextLong(),
              0.2,
              Fault.DROP_ANSWER,
              Fault.DROP_BEFORE_SEND,
              Fault.SERVER_ERROR);
    };
  }

  private static Aggregator sound(AggregatorSettings settings, TestBus bus) {
    return new Aggregator(settings, settings.rule(), TestDatabase.client(), bus);
  }

  private static Aggregator aggregator(
      AggregatorSettings settings, TestBus bus, FaultScript script) {
    DynamoDbClient client = TestDatabase.client(script);
    return new Aggregator(settings, settings.rule(), client, bus);
  }
}
