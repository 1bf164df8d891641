package io.dynamopatterns.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.Killed;
import io.dynamopatterns.eventstore.kit.Paused;
import io.dynamopatterns.eventstore.kit.Store;
import io.dynamopatterns.eventstore.kit.Stream;
import io.dynamopatterns.eventstore.kit.Stream.Message;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What every mode promises, over random histories: whatever is delivered again, in whatever parts,
 * by functions that die or are overtaken between any two calls, while the clock steps and shards
 * split, every event is played back once, in one order, and no reader that follows misses one.
 */
abstract class EventStoreContract {
  abstract Mode mode();

  @Property(tries = 10)
  void eachReaderGetsTheSameEventsAtAnyTime(@ForAll long seed) {
    new History(mode(), new Random(seed)).run();
  }

  /** A pack with events before and after the watermark once was dropped with its first events. */
  @Example
  void theReaderOfAPackAcrossTheWatermarkComesBackForTheRest() {
    new History(mode(), new Random(2)).run();
    new History(mode(), new Random(-5)).run();
  }

  /**
   * The first pump scans a, b and c, the second one also d. The first one stores its pack, and a
   * reader takes all of it. Only then the second one stores its pack: d is in the store, under the
   * key of a.
   */
  @Example
  void aReaderWithACursorMissesNothingWhenTwoPumpsCross() {
    Store store = Store.create(mode(), 2);
    Store buffered = store.with(Mode.BUFFERED, 2);
    Stream stream = new Stream(1);
    store.watermark(stream);
    put(stream, Store.START, 3);
    buffered.ingestAll(stream, 3);
    store.clock.advance(Duration.ofSeconds(15));
    store.watermark(stream);

    Paused first = pumpThatHasScanned(store);
    put(stream, Store.START.plusSeconds(6), 1);
    buffered.ingestAll(stream, 4);
    Paused second = pumpThatHasScanned(store);
    first.resume();
    Store.Played before = store.play(1000, null);
    assertThat(before.ids()).hasSize(3);
    second.resume();
    store.settle(stream, Duration.ofMinutes(1));

    List<String> followed = new ArrayList<>(before.ids());
    followed.addAll(store.play(1000, before.cursor()).ids());
    assertThat(followed).isEqualTo(store.play(1000, null).ids()).hasSize(4);
  }

  /**
   * A function dies after it has stored a batch. Lambda halves the batch, and between the halves
   * the watermark's function runs: with a claim that may still be alive, and with one that is dead.
   */
  @Example
  void aHalfStoredBatchThatIsBisectedIsReadOnceThoughClocksDiffer() {
    assertThat(idsAfterABisect(Duration.ofMinutes(1))).hasSize(20).doesNotHaveDuplicates();
    assertThat(idsAfterABisect(Duration.ofMinutes(20))).hasSize(20).doesNotHaveDuplicates();
  }

  private List<String> idsAfterABisect(Duration betweenTheHalves) {
    Store store = Store.create(mode(), 2);
    Stream stream = new Stream(1);
    store.watermark(stream);
    // Stamped too long before the shard's time to be found by a look from that time.
    put(stream, Store.START.minusSeconds(25), 20);
    DynamoDbClient dying =
        TestDatabase.client(
            TestDatabase.faulty(
                FaultScript.when(
                    call -> call.operation().equals("BatchWriteItem"), Fault.KILL_AFTER)));
    assertThatExceptionOfType(Killed.class)
        .isThrownBy(() -> store.ingest(dying, stream.messages()));
    store.pump();
    store.ingest(stream.messages().subList(0, 10));
    store.clock.advance(betweenTheHalves);
    store.watermark(stream);
    store.ingest(stream.messages().subList(10, 20));
    store.settle(stream, Duration.ofMinutes(1));
    return store.play(1000, null).ids();
  }

  private static Paused pumpThatHasScanned(Store store) {
    return Paused.before(
        call -> call.operation().equals("BatchWriteItem"),
        (client, telemetry) -> store.pump(client).pump(Map.of(), Store.minute(), telemetry));
  }

  private static void put(Stream stream, Instant arrival, int count) {
    for (int i = 0; i < count; i++) {
      stream.put(stream.shards().getFirst(), arrival.plusMillis(i), "k", new byte[] {'x'});
    }
  }

  /** One random history. */
  private static final class History {
    private final Random random;
    private final Store store;
    private final Stream stream = new Stream(2);
    private final Map<String, Integer> delivered = new HashMap<>();
    private final List<String> tail = new ArrayList<>();
    private final List<Paused> paused = new ArrayList<>();
    private Store writing;
    private String tailCursor;
    private Instant arrival = Store.START;
    private int depth;

    History(Mode mode, Random random) {
      this.random = random;
      this.store = Store.create(mode, 1 + random.nextInt(3));
      this.writing = store;
    }

    void run() {
      for (int step = 0; step < 25; step++) {
        step();
      }
      for (String shard : List.copyOf(stream.shards())) {
        while (delivered.getOrDefault(shard, 0) < stream.messages(shard).size()) {
          deliver(shard);
        }
      }
      while (!paused.isEmpty()) {
        resumeAny();
      }
      stream.showUntil(Instant.MAX);
      store.settle(stream, Duration.ofMinutes(20));
      follow();

      List<String> all = stream.messages().stream().map(Message::eventId).toList();
      List<String> played = store.play(1000, null).ids();
      assertThat(played).containsExactlyInAnyOrderElementsOf(all);
      // Who followed all the time has seen the same in the same order.
      assertThat(tail).isEqualTo(played);
      assertThat(store.play(1 + random.nextInt(5), null).ids()).isEqualTo(played);
      for (String shard : stream.shards()) {
        assertThat(played.stream().filter(id -> id.startsWith(shard + ":")))
            .containsExactlyElementsOf(
                stream.messages(shard).stream().map(Message::eventId).toList());
      }
    }

    private void step() {
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> put();
        case 3, 4, 5 -> deliver(any(stream.shards()));
        case 6 -> watermark();
        case 7 -> pump();
        case 8 -> follow();
        case 9 -> pumpUpToACall();
        case 10 -> resumeAny();
        default -> rare();
      }
    }

    private void rare() {
      switch (random.nextInt(4)) {
        case 0 -> {
          String shard = any(stream.shards());
          if (stream.isOpen(shard) && stream.shards().size() < 8) {
            stream.split(shard);
          }
        }
        case 1 ->
            // Other settings than those of the functions before: more shards, another mode.
            writing =
                store.with(
                    random.nextInt(3) > 0 ? store.settings.mode() : any(Mode.values()),
                    1 + random.nextInt(6));
        case 2 -> {
          String shard = any(stream.shards());
          int until = delivered.getOrDefault(shard, 0);
          if (until > 0) {
            int from = random.nextInt(until);
            writing.ingest(stream.messages(shard).subList(from, until));
          }
        }
        default -> store.clock.advance(Duration.ofMinutes(17));
      }
    }

    private void put() {
      List<String> open = stream.shards().stream().filter(stream::isOpen).toList();
      String shard = any(open);
      for (int i = random.nextInt(12); i >= 0; i--) {
        int step = random.nextInt(3) == 0 ? random.nextInt(9_000) - 3_000 : random.nextInt(2);
        arrival = arrival.plusMillis(step);
        String data = "{\"n\":%d,\"text\":\"%s\"}".formatted(i, "x".repeat(random.nextInt(60)));
        if (random.nextInt(40) == 0) {
          data = noise(1500 + random.nextInt(3000));
        }
        stream.put(shard, arrival, "key" + i % 3, data.getBytes(StandardCharsets.UTF_8));
      }
      store.clock.advanceTo(arrival);
      store.clock.advance(Duration.ofMillis(random.nextInt(4_000)));
    }

    private String noise(int length) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < length; i++) {
        text.append((char) ('!' + random.nextInt(90)));
      }
      return text.toString();
    }

    /**
     * Delivers the next batch of a shard until it is taken: again, in halves, by dying functions.
     */
    private void deliver(String shard) {
      int from = delivered.getOrDefault(shard, 0);
      int size = stream.messages(shard).size();
      int to = Math.min(size, from + 1 + random.nextInt(30));
      while (from < to) {
        int end = random.nextInt(3) == 0 ? from + 1 + random.nextInt(to - from) : to;
        List<Message> batch = List.copyOf(stream.messages(shard).subList(from, end));
        if (attempt(batch)) {
          delivered.merge(shard, end, Math::max);
          from = end;
        }
      }
    }

    private boolean attempt(List<Message> batch) {
      try {
        return writing.ingest(disturbed(), batch).getBatchItemFailures().isEmpty();
      } catch (Killed e) {
        return false;
      }
    }

    private void watermark() {
      // What has just arrived is perhaps not seen yet.
      stream.showUntil(
          random.nextBoolean()
              ? Instant.MAX
              : store.clock.instant().minusSeconds(random.nextInt(60)));
      try {
        store.run(
            telemetry ->
                store
                    .watermark(disturbed(), stream.by(store.clock))
                    .advance(Map.of(), Store.minute(), telemetry));
      } catch (Killed e) {
        // The schedule fires again.
      }
    }

    private void pump() {
      try {
        store.run(telemetry -> store.pump(disturbed()).pump(Map.of(), Store.minute(), telemetry));
      } catch (Killed e) {
        // The schedule fires again.
      }
    }

    /** A pump that crosses what happens until it is resumed, other pumps among it. */
    private void pumpUpToACall() {
      int at = 2 + random.nextInt(8);
      paused.add(
          Paused.before(
              call -> call.number() == at,
              (client, telemetry) -> store.pump(client).pump(Map.of(), Store.minute(), telemetry)));
    }

    private void resumeAny() {
      if (!paused.isEmpty()) {
        paused.remove(random.nextInt(paused.size())).resume();
      }
    }

    /** Reads on, as a reader does that follows the store. */
    private void follow() {
      Store.Played played = store.play(1 + random.nextInt(40), tailCursor);
      tail.addAll(played.ids());
      tailCursor = played.cursor();
    }

    /** A client whose calls fail, kill, or let others do something in between. */
    private DynamoDbClient disturbed() {
      int at = 1 + random.nextInt(8);
      FaultScript script =
          switch (random.nextInt(depth > 0 ? 3 : 6)) {
            case 0 -> FaultScript.none();
            case 1 -> FaultScript.atWrite(at, Fault.KILL_BEFORE);
            case 2 -> FaultScript.atWrite(at, Fault.KILL_AFTER);
            case 3 ->
                FaultScript.when(
                    call -> call.number() == at, Fault.unprocessed(item -> item % 2 == 1));
            default ->
                call -> {
                  if (call.number() == at) {
                    meanwhile();
                  }
                  return Fault.NONE;
                };
          };
      return TestDatabase.client(TestDatabase.faulty(script));
    }

    private void meanwhile() {
      depth++;
      switch (random.nextInt(5)) {
        case 0 -> watermark();
        case 1 -> pump();
        case 2 -> follow();
        case 3 -> store.clock.advance(Duration.ofSeconds(random.nextInt(40)));
        default -> overtake();
      }
      depth--;
    }

    /** Lambda took the running function for dead and delivers its batch, or a part, once more. */
    private void overtake() {
      String shard = any(stream.shards());
      int from = delivered.getOrDefault(shard, 0);
      int size = stream.messages(shard).size();
      if (from < size) {
        int end = from + 1 + random.nextInt(size - from);
        if (attempt(List.copyOf(stream.messages(shard).subList(from, end)))) {
          delivered.merge(shard, end, Math::max);
        }
      }
    }

    private <T> T any(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    private <T> T any(T[] choices) {
      return choices[random.nextInt(choices.length)];
    }
  }
}
