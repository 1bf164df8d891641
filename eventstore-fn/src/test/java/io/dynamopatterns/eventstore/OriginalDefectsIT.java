package io.dynamopatterns.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.eventstore.kit.Store;
import io.dynamopatterns.eventstore.kit.Stream;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the system that this one follows did wrong, each with its own test. */
class OriginalDefectsIT {
  private static final String FIRST = "shardId-000000000000";
  private static final String SECOND = "shardId-000000000001";

  /** Its range key was the millisecond: of two events in one, one was lost. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void eventsOfOneMillisecondAreAllKept(Mode mode) {
    Store store = Store.create(mode, 2);
    Stream stream = new Stream(2);
    for (int i = 0; i < 60; i++) {
      stream.put(i % 2 == 0 ? FIRST : SECOND, Store.START, "same", bytes("same"));
    }
    store.ingestAll(stream, 25);
    store.settle(stream, Duration.ofMinutes(1));

    assertThat(store.play(7, null).ids()).hasSize(60).doesNotHaveDuplicates();
  }

  /** Its range key was the shard and the sequence number: a slot was played back by shard. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void playbackIsInTheOrderOfTimeAcrossShards(Mode mode) {
    Store store = Store.create(mode, 3);
    Stream stream = new Stream(2);
    List<String> inOrder = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Instant arrival = Store.START.plusMillis(10L * i);
      inOrder.add(stream.put(i % 3 == 0 ? FIRST : SECOND, arrival, "k", bytes("" + i)).eventId());
    }
    store.ingestAll(stream, 10);
    store.settle(stream, Duration.ofMinutes(1));

    assertThat(store.play(7, null).ids()).isEqualTo(inOrder);
  }

  /** It played back what it had, and said nothing of what was still in the buffer. */
  @Test
  void playbackStopsWhereEventsAreInTheBufferStill() {
    Store store = Store.create(Mode.BUFFERED, 2);
    Stream stream = new Stream(1);
    stream.put(FIRST, Store.START, "k", bytes("moved"));
    store.ingestAll(stream, 10);
    store.settle(stream, Duration.ofMinutes(1));
    Instant second = store.clock.instant();
    stream.put(FIRST, second, "k", bytes("in the buffer"));
    store.ingestAll(stream, 10);
    store.clock.advance(Duration.ofMinutes(5));
    store.watermark(stream);

    Map<String, Object> page = store.ask(Map.of("operation", "list", "to", second + ""));
    assertThat(Store.events(page)).hasSize(1);
    Map<String, Object> later = store.ask(Map.of("operation", "list"));
    assertThat(Store.events(later)).hasSize(1);
    assertThat(later).containsEntry("stopped", "WATERMARK").containsKey("next");
    assertThat(Instant.parse((String) later.get("watermark"))).isBeforeOrEqualTo(second);

    store.pump();
    assertThat(store.play(10, (String) later.get("next")).ids()).hasSize(1);
    assertThat(store.play(10, null).ids()).hasSize(2);
  }

  /** It asked again and again until Lambda ended it. */
  @Test
  void playbackAgainstATableThatRefusesEndsSoon() {
    Store store = Store.create(Mode.DIRECT, 2);
    Stream stream = new Stream(1);
    stream.put(FIRST, Store.START, "k", bytes("one"));
    store.ingestAll(stream, 10);
    FaultyHttpClient http =
        TestDatabase.faulty(
            call -> call.operation().equals("Query") ? Fault.throttle("injected") : Fault.NONE);

    assertThatThrownBy(
            () ->
                store.run(
                    telemetry ->
                        store
                            .playback(TestDatabase.client(http))
                            .answer(Map.of("operation", "list"), Store.minute(), telemetry)))
        .hasMessageContaining("throughput exceeded");
    assertThat(http.calls()).hasSizeLessThan(10);
  }

  @Test
  void playbackWhoseTimeIsUpSaysWhereToContinue() {
    Store store = Store.create(Mode.DIRECT, 2);
    Stream stream = new Stream(1);
    IntStream.range(0, 50)
        .forEach(i -> stream.put(FIRST, Store.START.plusMillis(i), "k", bytes("" + i)));
    store.ingestAll(stream, 50);
    store.settle(stream, Duration.ofMinutes(1));
    Map<String, Object> first = store.ask(Map.of("operation", "list", "limit", 20));

    AtomicInteger millisLeft = new AtomicInteger(60_000);
    FaultyHttpClient http =
        TestDatabase.faulty(
            call -> {
              // The shards' states, then the slots: what comes next are events.
              if (call.operation().equals("Query") && call.nthOfOperation() == 2) {
                millisLeft.set(0);
              }
              return Fault.NONE;
            });
    Map<String, Object> none =
        store.run(
            telemetry ->
                store
                    .playback(TestDatabase.client(http))
                    .answer(
                        Map.of("operation", "list", "next", first.get("next")),
                        Deadline.of(millisLeft::get),
                        telemetry));
    assertThat(none).containsEntry("stopped", "TIME").containsEntry("count", 0);
    assertThat(store.play(20, (String) none.get("next")).ids()).hasSize(30);
  }

  /** It called itself for the rest, for ever when a sign was wrong: a run of ours ends. */
  @Test
  void aPumpWhoseTimeIsUpKeepsItsPlaceForTheNextRun() {
    Store store = Store.create(Mode.BUFFERED, 2);
    Stream stream = new Stream(1);
    // Scan pages hold 1,000 events.
    IntStream.range(0, 2_500)
        .forEach(i -> stream.put(FIRST, Store.START.plusMillis(i), "k", bytes("" + i)));
    store.ingestAll(stream, 500);
    store.clock.advance(Duration.ofMinutes(1));
    store.watermark(stream);

    List<Object> done = new ArrayList<>();
    long moved = 0;
    for (int run = 0; run < 3; run++) {
      AtomicInteger millisLeft = new AtomicInteger(60_000);
      AtomicInteger deletes = new AtomicInteger();
      FaultyHttpClient http =
          TestDatabase.faulty(
              call -> {
                if (call.body().contains("DeleteRequest") && deletes.incrementAndGet() == 40) {
                  millisLeft.set(0);
                }
                return Fault.NONE;
              });
      Map<String, Object> answer =
          store.run(
              telemetry ->
                  store
                      .pump(TestDatabase.client(http))
                      .pump(Map.of(), Deadline.of(millisLeft::get), telemetry));
      done.add(answer.get("done"));
      moved += (Long) answer.get("moved");
    }
    assertThat(done).containsExactly(false, false, true);
    assertThat(moved).isEqualTo(2_500);
    store.watermark(stream);
    store.pump();
    assertThat(store.play(1000, null).ids()).hasSize(2_500).doesNotHaveDuplicates();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
