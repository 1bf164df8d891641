package io.dynamopatterns.processor.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.emulator.dynamodb.DynamoDbUsage;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.emulator.faults.HttpAttempt;
import io.dynamopatterns.emulator.sqs.SqsMessage;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.processor.kit.EventStore;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.kit.PartialStream;
import io.dynamopatterns.processor.kit.Playbacks;
import io.dynamopatterns.processor.kit.Processes;
import io.dynamopatterns.processor.kit.VirtualTime;
import io.dynamopatterns.processor.run.WorkStream;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import io.dynamopatterns.processor.work.Limits;
import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

class PlaybackWorkerIT {
  private static final String STREAM = Playbacks.STREAM;
  private static final String QUEUE = Playbacks.QUEUE;
  private static final String ID = "playback-1";

  private final EventStore store = new EventStore();
  private final Fleet fleet =
      new Fleet(new Limits(Duration.ofSeconds(60), 999, 99_999, Duration.ZERO));
  private final Playbacks playbacks = new Playbacks(fleet, store);
  private final VirtualTime time = new VirtualTime(fleet);

  @AfterEach
  void close() {
    playbacks.close();
    fleet.close();
  }

  @ParameterizedTest
  @CsvSource({"clicks,7", "clicks,1", "replay.fifo,7", "replay.fifo,1"})
  void everyEventArrivesOnceAndInItsOrderHoweverShortTheHopsAre(String target, int keys) {
    store.add(400, keys).complete();
    Random random = new Random(20261125);
    fleet.withWorkers(playbacks.worker(Fleet.http(), time));
    play(Playbacks.to(target), () -> timeFor(target, 20 + random.nextInt(100)));
    assertPlayedBack(target, store.before(store.end()));
    assertThat(work().hops()).isGreaterThanOrEqualTo(4);
    assertThat(work().attempts()).isZero();
    assertThat(fleet.bus.details("WorkCompleted")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {STREAM, QUEUE})
  void deathsAtRandomPointsChangeNothing(String target) {
    int deaths = 50;
    store.add(300, 5).complete();
    Random random = new Random(20261126);
    AtomicInteger kills = new AtomicInteger();
    Processes processes = new Processes();
    WorkStream function = fleet.workStream(processes, playbacks.worker(processes, time));
    fleet
        .withFunction(
            () -> {
              processes.begin(dying(random, kills, deaths));
              return function;
            })
        .withDeadline(() -> timeFor(target, 30));
    fleet.submit(Playbacks.to(target));
    for (int i = 0; i < 5 * deaths && !work().state().isFinal(); i++) {
      fleet.drain();
      fleet.clock.advance(Duration.ofSeconds(66));
      fleet.sweep();
    }
    assertThat(kills.get()).isEqualTo(deaths);
    assertPlayedBack(target, store.before(store.end()));
    if (target.equals(QUEUE)) {
      // SQS drops what is sent again within five minutes.
      assertThat(playbacks.arrived(QUEUE)).isEqualTo(300);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {STREAM, QUEUE})
  void lostAnswersChangeNothing(String target) {
    store.add(120, 5).complete();
    FaultyHttpClient http =
        new FaultyHttpClient(
            Fleet.http(),
            FaultScript.seeded(
                7, 0.1, Fault.DROP_ANSWER, Fault.DROP_BEFORE_SEND, Fault.SERVER_ERROR));
    fleet.withFunction(() -> fleet.workStream(Fleet.http(), playbacks.worker(http, time)));
    play(Playbacks.to(target), () -> timeFor(target, 50));
    assertPlayedBack(target, store.before(store.end()));
  }

  /** One request an event, and a thousand of them in a slice: several leases. */
  @ParameterizedTest
  @ValueSource(ints = {80, 200})
  void hotKeyOnASlowStreamIsPlayedBackInOneRunWhoseLeaseHolds(int requestMillis) {
    store.add(1500, 1).complete();
    try (Fleet leased = new Fleet(new Limits(Duration.ofSeconds(10), 5, 1000, Duration.ZERO));
        Playbacks slow = new Playbacks(leased, store)) {
      VirtualTime ofSlow = new VirtualTime(leased);
      PartialStream watched = new PartialStream(leased.kinesis(Fleet.http()), new Random(1), 0);
      AtomicInteger records = new AtomicInteger();
      watched.onRecord(
          () -> {
            ofSlow.sleep(Duration.ofMillis(requestMillis));
            if (records.incrementAndGet() % 300 == 0) {
              assertThat(leased.sweep().answer()).containsEntry("revived", 0L);
            }
          });
      leased
          .withWorkers(slow.worker(Fleet.http(), watched, ofSlow))
          .withDeadline(() -> ofSlow.deadlineAfter(Duration.ofMinutes(10)));
      leased.submit(Playbacks.to(STREAM));
      leased.drain();
      WorkItem work = leased.item(ID);
      assertThat(work.state()).isEqualTo(WorkState.DONE);
      assertThat(work.hops()).isEqualTo(1);
      assertThat(records).hasValue(1500);
    }
  }

  @Test
  void deathInTheMiddleOfASliceCostsAQuarterOfALease() {
    store.add(900, 1).complete();
    PartialStream watched = new PartialStream(fleet.kinesis(Fleet.http()), new Random(1), 0);
    AtomicInteger records = new AtomicInteger();
    watched.onRecord(
        () -> {
          time.sleep(Duration.ofMillis(200));
          if (records.incrementAndGet() == 700) {
            throw new AssertionError("the process dies");
          }
        });
    fleet
        .withWorkers(playbacks.worker(Fleet.http(), watched, time))
        .withDeadline(() -> time.deadlineAfter(Duration.ofMinutes(10)));
    fleet.submit(Playbacks.to(STREAM));
    fleet.drain();
    fleet.clock.advance(Duration.ofSeconds(66));
    fleet.sweep();
    fleet.drain();
    assertThat(work().state()).isEqualTo(WorkState.DONE);
    assertPlayedBack(STREAM, store.before(store.end()));
    // A lease of 60 seconds: 15 seconds of 200 ms are 75 records, and the one that died.
    assertThat(records.get()).isBetween(901, 976);
    assertThat(work().progress().counts()).containsEntry("delivered", 900L);
  }

  @Test
  void partialFailuresDoNotReorder() {
    store.add(300, 9).complete();
    PartialStream partial = new PartialStream(fleet.kinesis(Fleet.http()), new Random(3), 0.4);
    fleet.withWorkers(playbacks.worker(Fleet.http(), partial, time));
    play(Playbacks.to(STREAM), () -> timeFor(STREAM, 70));
    assertThat(partial.refused()).isGreaterThan(50);
    assertPlayedBack(STREAM, store.before(store.end()));
  }

  @Test
  void pausedInTheMiddleItContinuesWhereItWas() {
    store.add(300, 5).complete();
    PartialStream watched = new PartialStream(fleet.kinesis(Fleet.http()), new Random(1), 0);
    fleet.withWorkers(playbacks.worker(Fleet.http(), watched, time));
    fleet.withDeadline(() -> timeFor(STREAM, 90));
    // In the middle of the second hop.
    watched.afterRecords(130, () -> fleet.read(Map.of("operation", "pause", "id", ID)));
    fleet.submit(Playbacks.to(STREAM));
    fleet.drain();
    assertThat(work().state()).isEqualTo(WorkState.PAUSED);
    assertThat(work().progress().counts().get("delivered")).isBetween(90L, 129L);
    int before = playbacks.arrived(STREAM);
    fleet.drain();
    assertThat(playbacks.arrived(STREAM)).isEqualTo(before);

    fleet.read(Map.of("operation", "resume", "id", ID));
    fleet.drain();
    assertPlayedBack(STREAM, store.before(store.end()));
  }

  @Test
  void cancelledItSendsNothingMore() {
    store.add(100, 5).complete();
    fleet.withWorkers(playbacks.worker(Fleet.http(), time));
    fleet.withDeadline(() -> timeFor(STREAM, 30));
    fleet.submit(Playbacks.to(STREAM));
    fleet.read(Map.of("operation", "cancel", "id", ID));
    fleet.drain();
    assertThat(work().state()).isEqualTo(WorkState.CANCELLED);
    assertThat(playbacks.arrived(STREAM)).isZero();
  }

  @Test
  void theRateHoldsInEverySecond() {
    store.add(300, 50).complete();
    PartialStream watched = new PartialStream(fleet.kinesis(Fleet.http()), new Random(1), 0);
    List<Long> sentAt = new ArrayList<>();
    watched.onRecord(() -> sentAt.add(time.nanos()));
    fleet.withWorkers(playbacks.worker(Fleet.http(), watched, time));
    play(Playbacks.to(STREAM, "rate", "40"), () -> time.deadlineAfter(Duration.ofMinutes(5)));
    assertPlayedBack(STREAM, store.before(store.end()));
    assertThat(work().hops()).isEqualTo(1);
    for (long start : sentAt) {
      long end = start + Duration.ofSeconds(1).toNanos();
      assertThat(sentAt.stream().filter(at -> at >= start && at < end))
          .hasSizeLessThanOrEqualTo(50);
    }
    // And it is used: 300 events take seven and a half seconds, of which the last portion's is not.
    assertThat(Duration.ofNanos(time.nanos())).isEqualTo(Duration.ofMillis(7250));
  }

  @Test
  void aSlowPlaybackSavesOnItsWayAndEndsItsHopsInTime() {
    store.add(120, 5).complete();
    try (Fleet hasty = new Fleet();
        Playbacks slow = new Playbacks(hasty, store)) {
      VirtualTime ofHasty = new VirtualTime(hasty);
      hasty.withWorkers(slow.worker(Fleet.http(), ofHasty));
      hasty.withDeadline(() -> ofHasty.deadlineAfter(Duration.ofSeconds(80)));
      // A lease of 60 seconds would be over within a hop, and the sweep would revive the work.
      List<Object> revived = new ArrayList<>();
      ofHasty.whenWaiting(() -> revived.add(hasty.sweep().answer().get("revived")));
      hasty.submit(Playbacks.to(STREAM, "rate", "1"));
      hasty.drain();
      WorkItem work = hasty.item(ID);
      assertThat(work.state()).as(work.lastError().orElse("")).isEqualTo(WorkState.DONE);
      assertThat(slow.idsByKey(STREAM)).isEqualTo(Playbacks.idsByKey(store.before(store.end())));
      assertThat(slow.arrived(STREAM)).isEqualTo(120);
      assertThat(work.hops()).isEqualTo(2);
      assertThat(revived).hasSizeGreaterThan(100).containsOnly(0L);
    }
  }

  @Test
  void whatIsNotCompleteIsNotPlayedBackAndIsWaitedForInTheSameRun() {
    store.add(60, 5).complete();
    Instant watermark = store.end();
    store.addIncomplete(60, 5);
    int complete = store.before(watermark).size();
    List<Integer> arrived = new ArrayList<>();
    time.whenWaiting(
        () -> {
          arrived.add(playbacks.arrived(STREAM));
          if (arrived.size() == 3) {
            store.complete();
          }
        });
    fleet.withWorkers(playbacks.worker(Fleet.http(), time));
    play(
        Playbacks.to(STREAM, "to", store.end().toString()),
        () -> time.deadlineAfter(Duration.ofMinutes(10)));
    assertPlayedBack(STREAM, store.before(store.end()));
    assertThat(work().progress().counts()).containsEntry("delivered", 120L);
    assertThat(work().hops()).isEqualTo(1);
    assertThat(arrived).containsExactly(complete, complete, complete);
  }

  @Test
  void whileTheWatermarkStandsStillTheWorkWaitsOutsideOfARun() {
    store.add(60, 5).complete();
    Instant watermark = store.end();
    store.addIncomplete(60, 5);
    fleet.withWorkers(playbacks.worker(Fleet.http(), time));
    fleet.withDeadline(() -> time.deadlineAfter(Duration.ofMinutes(10)));
    fleet.submit(Playbacks.to(STREAM, "to", store.end().toString()));
    fleet.drain();
    assertThat(work().state()).isEqualTo(WorkState.WAITING);
    assertThat(work().attempts()).isZero();
    assertThat(work().lastError())
        .contains(
            "all is played back up to the watermark %s, and 'to' is %s"
                .formatted(watermark, store.end()));
    assertThat(Duration.ofNanos(time.nanos())).isEqualTo(Duration.ofMinutes(2));
    assertThat(playbacks.idsByKey(STREAM)).isEqualTo(Playbacks.idsByKey(store.before(watermark)));

    store.complete();
    fleet.clock.advance(Duration.ofSeconds(31));
    fleet.sweep();
    fleet.drain();
    assertPlayedBack(STREAM, store.before(store.end()));
    assertThat(work().hops()).isEqualTo(2);
  }

  /** A second pump packs new events with older ones that the first pump has already moved. */
  @Test
  void anEventThatAPumpStoresUnderTheKeyOfAnOlderOneIsNotMissed() {
    store.add(60, 5).complete();
    Instant watermark = store.end();
    Instant to = watermark.plusSeconds(60);
    fleet.withWorkers(playbacks.worker(Fleet.http(), time));
    fleet.withDeadline(() -> time.deadlineAfter(Duration.ofMinutes(10)));
    fleet.submit(Playbacks.to(STREAM, "to", to.toString()));
    fleet.drain();
    assertThat(work().progress().counts()).containsEntry("delivered", 60L);

    Event old = store.before(watermark).get(58);
    store.packed(List.of(old, store.next(old)));
    store.completeUntil(to);
    fleet.clock.advance(Duration.ofSeconds(31));
    fleet.sweep();
    fleet.drain();
    assertPlayedBack(STREAM, store.before(to));
    assertThat(work().progress().counts()).containsEntry("delivered", 61L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 600})
  void waitingForTheWatermarkIsNoFailureHoweverLongItAndTheRunsAre(int runSeconds) {
    try (Fleet impatient = new Fleet();
        Playbacks others = new Playbacks(impatient, store)) {
      store.add(10, 5).complete();
      Instant to = store.end().plusSeconds(60);
      VirtualTime ofOthers = new VirtualTime(impatient);
      impatient.withWorkers(others.worker(Fleet.http(), ofOthers));
      impatient.withDeadline(() -> ofOthers.deadlineAfter(Duration.ofSeconds(runSeconds)));
      impatient.submit(Playbacks.to(STREAM, "to", to.toString()));
      // More hops than there are attempts, or may be without progress.
      for (int hop = 1; hop <= 8; hop++) {
        impatient.drain();
        WorkItem work = impatient.item(ID);
        assertThat(work.state()).isEqualTo(WorkState.WAITING);
        assertThat(work.hops()).isEqualTo(hop);
        assertThat(work.attempts()).isZero();
        assertThat(work.lastError().orElseThrow())
            .isEqualTo(
                "all is played back up to the watermark %s, and 'to' is %s"
                    .formatted(store.end(), to));
        impatient.clock.advance(Duration.ofSeconds(31));
        impatient.sweep();
      }
      store.completeUntil(to);
      impatient.drain();
      assertThat(impatient.item(ID).state()).isEqualTo(WorkState.DONE);
      assertThat(impatient.item(ID).progress().counts()).containsEntry("delivered", 10L);
    }
  }

  @Test
  void aWatermarkThatStandsStillForEverFailsTheWorkAtItsHopLimitWithTheReason() {
    try (Fleet limited = new Fleet(new Limits(Duration.ofSeconds(60), 3, 4, Duration.ZERO));
        Playbacks others = new Playbacks(limited, store)) {
      store.add(10, 5).complete();
      VirtualTime ofOthers = new VirtualTime(limited);
      limited.withWorkers(others.worker(Fleet.http(), ofOthers));
      limited.withDeadline(() -> ofOthers.deadlineAfter(Duration.ofMinutes(10)));
      limited.submit(Playbacks.to(STREAM, "to", "2026-11-20T09:30:00Z"));
      for (int i = 0; i < 5; i++) {
        limited.drain();
        limited.clock.advance(Duration.ofSeconds(31));
        limited.sweep();
      }
      WorkItem failed = limited.item(ID);
      assertThat(failed.state()).isEqualTo(WorkState.FAILED);
      assertThat(failed.lastError().orElseThrow())
          .startsWith(
              "not done after 4 hops, its limit; what it said last: all is played back up to the"
                  + " watermark");
      assertThat(failed.hops()).isEqualTo(4);
      assertThat(failed.progress().counts()).containsEntry("delivered", 10L);
    }
  }

  /** As Lambda's clock does to a call: it breaks, and the run's time is over. */
  @Test
  void aReadThatTheDeadlineCutsOffEndsTheHopAndIsNoFailure() {
    store.add(400, 5).complete();
    AtomicBoolean cut = new AtomicBoolean();
    AtomicBoolean over = new AtomicBoolean();
    FaultyHttpClient http =
        new FaultyHttpClient(
            Fleet.http(),
            call -> {
              if (playbacks.arrived(STREAM) >= 100 && !cut.getAndSet(true)) {
                over.set(true);
              }
              return over.get() ? Fault.DROP_BEFORE_SEND : Fault.NONE;
            });
    fleet.withWorkers(playbacks.worker(http, fleet.kinesis(Fleet.http()), time));
    fleet.withDeadline(
        () -> {
          over.set(false);
          return Deadline.of(() -> over.get() ? 4_500 : 300_000);
        });
    fleet.submit(Playbacks.to(STREAM, "rate", "40"));
    fleet.drain();
    assertThat(cut).isTrue();
    assertPlayedBack(STREAM, store.before(store.end()));
    assertThat(work().hops()).isEqualTo(2);
  }

  @Test
  void aReadThatFailsUntilTheDeadlineWithNothingDoneIsAFailureWithItsReason() {
    store.add(60, 5).complete();
    AtomicBoolean over = new AtomicBoolean();
    FaultyHttpClient http =
        new FaultyHttpClient(
            Fleet.http(),
            call -> {
              over.compareAndSet(false, isForSlots(call));
              return over.get() ? Fault.DROP_BEFORE_SEND : Fault.NONE;
            });
    fleet.withWorkers(playbacks.worker(http, fleet.kinesis(Fleet.http()), time));
    fleet.withDeadline(
        () -> {
          over.set(false);
          return Deadline.of(() -> over.get() ? 4_500 : 300_000);
        });
    // The first hop fixes the end; the second does nothing at all.
    fleet.submit(Playbacks.to(STREAM));
    fleet.drain();
    assertThat(work().hops()).isEqualTo(2);
    assertThat(work().state()).isEqualTo(WorkState.WAITING);
    assertThat(work().attempts()).isEqualTo(1);
    assertThat(work().lastError().orElseThrow()).contains("the connection broke");
  }

  @Test
  void anOpenEndIsTheWatermarkWhenItBegins() {
    store.add(100, 5).complete();
    Instant watermark = store.end();
    fleet.withWorkers(playbacks.worker(Fleet.http(), time));
    AtomicInteger hops = new AtomicInteger();
    play(
        Playbacks.to(STREAM),
        () -> {
          if (hops.incrementAndGet() == 2) {
            store.add(50, 5).complete();
          }
          return timeFor(STREAM, 40);
        });
    assertPlayedBack(STREAM, store.before(watermark));
    assertThat(work().progress().counts()).containsEntry("delivered", 100L);
    assertThat(work().progress().cursor()).containsEntry("to", watermark.toString());
  }

  @Test
  void aSpanIsPlayedBackFromItsFirstMomentToBeforeItsLast() {
    store.add(100, 5).complete();
    List<Event> all = store.before(store.end());
    Instant from = all.get(20).key().time();
    Instant to = all.get(70).key().time();
    fleet.withWorkers(playbacks.worker(Fleet.http(), time));
    play(
        Playbacks.to(STREAM, "from", from.toString(), "to", to.toString()),
        () -> timeFor(STREAM, 20));
    assertPlayedBack(
        STREAM,
        all.stream()
            .filter(event -> !event.key().time().isBefore(from) && event.key().time().isBefore(to))
            .toList());
  }

  @Test
  void aMessageIsTheEventAsThePageShowsIt() {
    byte[] binary = {(byte) 0xff, 0, 7};
    store.add("10.0.0.1", "{\"path\":\"/größer\uffff\"}".getBytes(StandardCharsets.UTF_8));
    store.add("a key\n", binary);
    store.complete();
    fleet.withWorkers(playbacks.worker(Fleet.http(), time));
    play(Playbacks.to(QUEUE), Fleet::ample);
    List<JsonNode> messages = playbacks.messages(QUEUE);
    Event first = store.before(store.end()).getFirst();
    assertThat(messages.getFirst().properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("id", "time", "arrival", "partitionKey", "data", "playback");
    assertThat(messages.getFirst().get("id").asText()).isEqualTo(first.key().eventId());
    assertThat(messages.getFirst().get("time").asText()).isEqualTo("2026-11-20T08:00:00.300Z");
    assertThat(messages.getFirst().get("data").asText()).isEqualTo("{\"path\":\"/größer\uffff\"}");
    assertThat(messages.getFirst().get("playback").asText()).isEqualTo(ID);
    assertThat(Base64.getDecoder().decode(messages.get(1).get("dataBase64").asText()))
        .isEqualTo(binary);
    assertThat(playbacks.queued().stream().map(SqsMessage::groupId).map(g -> g.orElseThrow()))
        .first()
        .isEqualTo("10.0.0.1");
    assertThat(playbacks.queued().get(1).groupId().orElseThrow()).matches("[0-9a-f]{64}");
  }

  @ParameterizedTest
  @CsvSource({"replay.fifo,200000", "clicks,800000"})
  void anEventThatIsTooLargeTravelsWithoutItsDataAndIsCounted(String target, int bytes) {
    byte[] large = new byte[bytes];
    new Random(1).nextBytes(large);
    store.add("a", large);
    store.add("a", "small".getBytes(StandardCharsets.UTF_8));
    store.complete();
    fleet.withWorkers(playbacks.worker(Fleet.http(), time));
    play(Playbacks.to(target), Fleet::ample);
    List<JsonNode> messages = playbacks.messages(target);
    assertThat(messages).hasSize(2);
    assertThat(messages.getFirst().get("dataBytes").asInt()).isEqualTo(bytes);
    assertThat(messages.getFirst().has("dataBase64")).isFalse();
    assertThat(messages.get(1).get("data").asText()).isEqualTo("small");
    assertThat(work().progress().counts())
        .containsEntry("delivered", 2L)
        .containsEntry("withoutData", 1L);
  }

  @Test
  void aSecondPlaybackIsDeliveredAgain() {
    store.add(20, 5).complete();
    fleet.withWorkers(playbacks.worker(Fleet.http(), time));
    play(Playbacks.to(QUEUE), Fleet::ample);
    fleet.submit(new Work("playback-2", "playback", Map.of("target", QUEUE)));
    fleet.drain();
    assertThat(playbacks.arrived(QUEUE)).isEqualTo(40);
  }

  @Test
  void aTargetThatTakesNothingIsTriedAgainFromWhatArrived() {
    store.add(60, 5).complete();
    PartialStream broken = new PartialStream(fleet.kinesis(Fleet.http()), new Random(1), 0);
    broken.afterRecords(
        31,
        () -> {
          throw ResourceNotFoundException.builder().message("no such stream").build();
        });
    fleet.withWorkers(playbacks.worker(Fleet.http(), broken, time));
    fleet.submit(Playbacks.to(STREAM));
    fleet.drain();
    assertThat(work().state()).isEqualTo(WorkState.WAITING);
    assertThat(work().lastError()).contains("ResourceNotFoundException: no such stream");
    assertThat(work().progress().counts()).containsEntry("delivered", 30L);
    fleet.clock.advance(Duration.ofSeconds(31));
    fleet.sweep();
    fleet.drain();
    assertPlayedBack(STREAM, store.before(store.end()));
    assertThat(playbacks.arrived(STREAM)).isEqualTo(60);
  }

  /** Events of about 30 bytes in packs of 30, in eleven slots of three partitions. */
  @Test
  void aHopCostsItsTwoWritesAndReadsEachPackOnce() {
    store.add(2000, 50).complete();
    DynamoDbUsage usage = new DynamoDbUsage();
    fleet.submit(Playbacks.to(STREAM));
    fleet.through(TestDatabase.dynamoDb().meteredEndpoint(usage));
    fleet.withWorkers(playbacks.worker(Fleet.http(), time)).drain();
    assertPlayedBack(STREAM, store.before(store.end()));
    // The claim's read and the store's head; the rest are pages and the watermark.
    assertThat(usage.requests()).containsEntry("GetItem", 2L).containsEntry("PutItem", 2L);
    assertThat(usage.writeUnits()).isEqualTo(6);
    assertThat(usage.readUnits()).isLessThanOrEqualTo(40);
  }

  @Test
  void aStoreThatIsNotCompleteAnywhereIsWaitedFor() {
    EventStore empty = EventStore.unknown();
    try (Playbacks none = new Playbacks(fleet, empty)) {
      fleet.withWorkers(none.worker(Fleet.http(), time));
      fleet.submit(Playbacks.to(STREAM));
      fleet.drain();
      assertThat(work().state()).isEqualTo(WorkState.WAITING);
      assertThat(work().attempts()).isZero();
      assertThat(work().lastError()).contains("the store is not known to be complete anywhere");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "target=nowhere | bad request: 'input.target' must be one of clicks, replay.fifo, but is 'nowhere'",
        "from=yesterday,target=clicks | bad request: 'input.from' must be a time like 2026-11-20T10:15:30Z, but is 'yesterday'",
        "rate=1 | bad request: 'input.target' is missing: it must be text",
        "target=clicks,rate=0 | bad request: 'input.rate' must be a whole number of events per second from 1 to 100000, but is 0",
        "target=clicks,rate=fast | bad request: 'input.rate' must be a whole number of events per second from 1 to 100000, but is fast",
        "target=clicks,to=2026-11-21T00:00:00Z | bad request: 'input.to' must not be in the future, but is 2026-11-21T00:00:00Z",
        "target=clicks,from=2026-11-21T00:00:00Z | bad request: 'input.from' must not be in the future, but is 2026-11-21T00:00:00Z",
        "target=clicks,from=1969-01-01T00:00:00Z | bad request: 'input.from' must not be before 1970, but is 1969-01-01T00:00:00Z",
        "target=clicks,from=2026-11-20T09:00:00Z,to=2026-11-20T09:00:00Z | bad request: 'input.from' must be before 'to', but is 2026-11-20T09:00:00Z",
        "target=clicks,until=2026-11-20T09:00:00Z | bad request: 'input.until' is unknown: allowed here are from, rate, target, to",
      })
  void aBadPlaybackIsRefusedWhenItIsSubmittedAndFailsWhenItIsNot(String input, String message) {
    PlaybackWorker worker = playbacks.worker(Fleet.http(), time);
    Map<String, String> fields = new HashMap<>();
    for (String field : input.trim().split(",")) {
      fields.put(field.split("=")[0], field.split("=")[1]);
    }
    Work bad = new Work(ID, "playback", fields);
    assertThatThrownBy(() -> fleet.checkedBy(worker).submit(bad)).hasMessage(message);
    assertThat(fleet.items()).isEmpty();
    if (!message.contains("future")) {
      fleet.checkedBy().submit(bad);
      fleet.withWorkers(worker).drain();
      assertThat(work().state()).isEqualTo(WorkState.FAILED);
      assertThat(work().lastError()).contains(message);
    }
  }

  private void play(Work work, Supplier<Deadline> deadline) {
    fleet.withDeadline(deadline);
    fleet.submit(work);
    for (int i = 0; i < 20 && !work().state().isFinal(); i++) {
      fleet.drain();
      fleet.clock.advance(Duration.ofMinutes(2));
      fleet.sweep();
    }
  }

  private void assertPlayedBack(String target, List<Event> events) {
    assertThat(work().state()).as(work().lastError().orElse("")).isEqualTo(WorkState.DONE);
    assertThat(playbacks.idsByKey(target)).isEqualTo(Playbacks.idsByKey(events));
    assertThat(work().progress().counts())
        .containsEntry("delivered", (long) events.size())
        .containsEntry("withoutData", 0L);
  }

  private WorkItem work() {
    return fleet.item(ID);
  }

  /** A deadline that passes when this many messages have arrived from now on. */
  private Deadline timeFor(String target, int messages) {
    int end = playbacks.arrived(target) + messages;
    return Deadline.of(() -> playbacks.arrived(target) < end ? 300_000 : 4_500);
  }

  /** Whether a call looks where events are. */
  private static boolean isForSlots(HttpAttempt call) {
    return call.operation().equals("Query") && call.body().contains("\"slots\"");
  }

  private static FaultyHttpClient dying(Random random, AtomicInteger kills, int deaths) {
    int at = 1 + random.nextInt(14);
    Fault death = random.nextBoolean() ? Fault.KILL_BEFORE : Fault.KILL_AFTER;
    return new FaultyHttpClient(
        Fleet.http(),
        call -> {
          if (call.number() == at && kills.get() < deaths) {
            kills.incrementAndGet();
            return death;
          }
          return Fault.NONE;
        });
  }
}
