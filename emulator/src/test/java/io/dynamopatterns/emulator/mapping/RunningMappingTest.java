package io.dynamopatterns.emulator.mapping;

import static io.dynamopatterns.emulator.mapping.Fixtures.change;
import static io.dynamopatterns.emulator.mapping.Fixtures.changes;
import static io.dynamopatterns.emulator.mapping.Fixtures.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.mapping.FailureDestination;
import io.dynamopatterns.mapping.MappingPace;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.StateException;
import io.dynamopatterns.mapping.StreamKind;
import io.dynamopatterns.mapping.StreamSource;
import io.dynamopatterns.mapping.function.Invoker;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RunningMappingTest {
  private static final FailureDestination NOWHERE = discard -> {};

  @Test
  void differentKeysRunConcurrentlyUpToTheParallelization() throws Exception {
    ListSource source = new ListSource(StreamKind.DYNAMODB);
    IntStream.range(0, 200).forEach(i -> source.add("s", change(i, "key-" + i, Fixtures.NOW, "")));
    CountDownLatch allAtOnce = new CountDownLatch(4);
    Invoker function =
        event -> {
          allAtOnce.countDown();
          await(allAtOnce);
          return "{}";
        };

    try (EventSourceMappings mappings = running(spec().parallelization(4), source, function)) {
      mappings.awaitSettled();
      assertThat(mappings.all().getFirst().stats().delivered()).isEqualTo(200);
    }
    assertThat(allAtOnce.getCount()).isZero();
  }

  @Test
  void recordsOfOneKeyNeverRunConcurrentlyNorOutOfOrder() throws Exception {
    ListSource source = new ListSource(StreamKind.DYNAMODB);
    IntStream.range(0, 500).forEach(i -> source.add("s", change(i, "same", Fixtures.NOW, "")));
    RecordingInvoker function = RecordingInvoker.succeeding();
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Invoker counting =
        event -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          String answer = function.invoke(event);
          running.decrementAndGet();
          return answer;
        };

    try (EventSourceMappings mappings =
        running(spec().parallelization(10).batchSize(7), source, counting)) {
      mappings.awaitSettled();
    }

    assertThat(most).hasValue(1);
    assertThat(function.batches().stream().flatMap(List::stream).map(Integer::valueOf))
        .hasSize(500)
        .isSorted();
  }

  @Test
  void someMappingsSettleWhileAnotherContinues() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    ListSource busy = new ListSource(StreamKind.DYNAMODB);
    busy.add("s", change(1, "a", Fixtures.NOW, ""));
    ListSource source = new ListSource(StreamKind.DYNAMODB);
    source.add("s", change(1, "a", Fixtures.NOW, ""));
    Invoker endless =
        event -> {
          running.countDown();
          await(released);
          return "{}";
        };

    MappingSpec endlessSpec = spec().build("endless");
    try (EventSourceMappings mappings =
        new EventSourceMappings(
            List.of(
                new EventSourceMapping(endlessSpec, busy, endless, NOWHERE, MappingPace.real()),
                new EventSourceMapping(
                    spec().build(),
                    source,
                    RecordingInvoker.succeeding(),
                    NOWHERE,
                    MappingPace.real())))) {
      mappings.start();
      await(running);

      mappings.where(spec -> !spec.equals(endlessSpec)).awaitSettled();

      assertThat(mappings.all().getLast().stats().delivered()).isEqualTo(1);
      assertThat(mappings.all().getFirst().stats().delivered()).isZero();
      released.countDown();
      mappings.awaitSettled();
      assertThat(mappings.all().getFirst().stats().delivered()).isEqualTo(1);
    }
  }

  @Test
  void aBatchWaitsForItsWindowToFill() throws Exception {
    EmbeddedKinesisStream stream = new EmbeddedKinesisStream("clicks", 1, Clock.systemUTC());
    RecordingInvoker function = RecordingInvoker.succeeding();

    try (EventSourceMappings mappings =
        running(spec().batchSize(2).window(Duration.ofHours(1)), source(stream), function)) {
      stream.put("a", new byte[0]);
      while (mappings.all().getFirst().stats().read() == 0) {
        Thread.sleep(10);
      }
      assertThat(function.batches()).isEmpty();
      stream.put("b", new byte[0]);
      awaitBatch(mappings, function);
    }

    assertThat(function.batches()).singleElement().satisfies(batch -> assertThat(batch).hasSize(2));
  }

  @Test
  void aBatchThatDoesNotFillIsDeliveredWhenItsWindowEnds() throws Exception {
    EmbeddedKinesisStream stream = new EmbeddedKinesisStream("clicks", 1, Clock.systemUTC());
    RecordingInvoker function = RecordingInvoker.succeeding();

    try (EventSourceMappings mappings =
        running(spec().window(Duration.ofMillis(50)), source(stream), function)) {
      stream.put("a", new byte[0]);
      awaitBatch(mappings, function);
    }

    assertThat(function.batches()).singleElement().satisfies(batch -> assertThat(batch).hasSize(1));
  }

  @Test
  void aFullBatchDoesNotWaitForItsWindow() throws Exception {
    EmbeddedKinesisStream stream = new EmbeddedKinesisStream("clicks", 1, Clock.systemUTC());
    RecordingInvoker function = RecordingInvoker.succeeding();

    try (EventSourceMappings mappings =
        running(spec().batchSize(2).window(Duration.ofHours(1)), source(stream), function)) {
      stream.put("a", new byte[0]);
      stream.put("b", new byte[0]);
      awaitBatch(mappings, function);
    }

    assertThat(function.batches()).hasSize(1);
  }

  @Test
  void aWindowThatNothingMoreComesToEndsWhileAnotherFunctionRuns() throws Exception {
    EmbeddedKinesisStream stream = new EmbeddedKinesisStream("clicks", 1, Clock.systemUTC());
    stream.put("a", new byte[0]);
    CountDownLatch windowOver = new CountDownLatch(1);
    Invoker waiting =
        event -> {
          await(windowOver);
          return "{}";
        };
    Invoker windowed =
        event -> {
          windowOver.countDown();
          return "{}";
        };

    try (EventSourceMappings mappings =
        new EventSourceMappings(
            List.of(
                new EventSourceMapping(
                    spec().build(), source(stream), waiting, NOWHERE, MappingPace.real()),
                new EventSourceMapping(
                    spec().window(Duration.ofHours(1)).build(),
                    source(stream),
                    windowed,
                    NOWHERE,
                    MappingPace.real())))) {
      mappings.start();
      mappings.awaitSettled();
    }

    assertThat(windowOver.getCount()).isZero();
  }

  @Test
  void aCallerThatWaitsForAllToSettleWaitsForNoWindow() throws Exception {
    EmbeddedKinesisStream stream = new EmbeddedKinesisStream("clicks", 1, Clock.systemUTC());
    RecordingInvoker function = RecordingInvoker.succeeding();

    try (EventSourceMappings mappings =
        running(spec().window(Duration.ofHours(1)), source(stream), function)) {
      stream.put("a", new byte[0]);
      mappings.awaitSettled();
    }

    assertThat(function.batches()).hasSize(1);
  }

  private static void awaitBatch(EventSourceMappings mappings, RecordingInvoker function)
      throws InterruptedException {
    while (function.batches().isEmpty()) {
      mappings.failIfBroken();
      Thread.sleep(10);
    }
  }

  @Test
  void latestSkipsWhatWasThereBeforeAndTrimHorizonDoesNot() throws Exception {
    EmbeddedKinesisStream stream = new EmbeddedKinesisStream("clicks", 1, Clock.systemUTC());
    stream.put("before", new byte[0]);
    RecordingInvoker fromNow = RecordingInvoker.succeeding();
    RecordingInvoker fromStart = RecordingInvoker.succeeding();

    try (EventSourceMappings latest = running(spec().latest(), source(stream), fromNow);
        EventSourceMappings trimHorizon = running(spec(), source(stream), fromStart)) {
      stream.put("after", new byte[0]);
      latest.awaitSettled();
      trimHorizon.awaitSettled();
    }

    assertThat(fromNow.batches().stream().flatMap(List::stream)).hasSize(1);
    assertThat(fromStart.batches().stream().flatMap(List::stream)).hasSize(2);
  }

  @Test
  void aFleetHasSettledWhenWhatOneFunctionWroteWasTakenByTheNext() throws Exception {
    EmbeddedKinesisStream second = new EmbeddedKinesisStream("second", 1, Clock.systemUTC());
    Invoker writer =
        event -> {
          pause(150);
          second.put("a", new byte[0]);
          return "{}";
        };
    Invoker slow =
        event -> {
          pause(150);
          return "{}";
        };
    EventSourceMapping first =
        new EventSourceMapping(
            spec().batchSize(1).build(), changes(1, 5), writer, NOWHERE, MappingPace.real());
    EventSourceMapping next =
        new EventSourceMapping(
            spec().batchSize(1).build(), source(second), slow, NOWHERE, MappingPace.real());

    try (EventSourceMappings mappings = new EventSourceMappings(List.of(next, first))) {
      mappings.start();
      mappings.awaitSettled();

      assertThat(next.stats().delivered()).isEqualTo(5);
    }
  }

  @Test
  void aSourceThatBreaksIsReported() throws Exception {
    StreamSource broken =
        new StreamSource() {
          @Override
          public StreamKind kind() {
            return StreamKind.KINESIS;
          }

          @Override
          public String arn() {
            return "arn";
          }

          @Override
          public List<Shard> open(boolean fromTrimHorizon) {
            return List.of(
                new Shard() {
                  @Override
                  public String id() {
                    return "s";
                  }

                  @Override
                  public List<SourceRecord> read(int limit) {
                    throw new IllegalStateException("the stream is gone");
                  }
                });
          }
        };

    try (EventSourceMappings mappings = running(spec(), broken, RecordingInvoker.succeeding())) {
      assertThatThrownBy(mappings::awaitSettled)
          .hasMessageContaining("mapping stopped: the stream is gone");
    }
  }

  @Test
  void closingEndsTheThreads() throws Exception {
    EventSourceMappings mappings = running(spec(), changes(1, 3), RecordingInvoker.succeeding());
    mappings.close();

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("mapping-handler-shard-1"));
  }

  @Test
  void aTablesStreamHasAtMostTwoReaders() {
    assertThatThrownBy(
            () ->
                EventSourceMappings.checkReaders(
                    List.of(spec().build("a"), spec().build("b"), spec().build("c"))))
        .isInstanceOf(StateException.class)
        .hasMessage("The stream of table 'orders' has 3 readers, DynamoDB allows 2: a, b, c");
    assertThatCode(
            () ->
                EventSourceMappings.checkReaders(
                    List.of(spec().build("a"), spec().build("b"), spec().disabled().build("c"))))
        .doesNotThrowAnyException();
  }

  private static StreamSource source(EmbeddedKinesisStream stream) {
    return new KinesisStreamSource(stream, "arn:aws:kinesis:us-east-1:123456789012:stream/test");
  }

  private static EventSourceMappings running(
      Fixtures.Spec spec, StreamSource source, Invoker function) {
    EventSourceMappings mappings =
        new EventSourceMappings(
            List.of(
                new EventSourceMapping(
                    spec.build(), source, function, NOWHERE, MappingPace.real())));
    mappings.start();
    return mappings;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
