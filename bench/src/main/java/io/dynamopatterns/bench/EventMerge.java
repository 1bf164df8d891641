package io.dynamopatterns.bench;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.event.EventKey;
import io.dynamopatterns.eventstore.event.Slot;
import io.dynamopatterns.eventstore.playback.EventSequence;
import io.dynamopatterns.eventstore.playback.EventStoreReader;
import io.dynamopatterns.eventstore.table.EventItems;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** How many events a second playback merges, without the calls to DynamoDB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class EventMerge {
  private static final int EVENTS = 100_000;
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final BigInteger FIRST =
      new BigInteger("49590338271490256608559692538361571095921575989136588898");

  @Param({"4", "32"})
  int partitions;

  @Param({"1", "100"})
  int eventsPerItem;

  private Pages pages;

  /** Puts the items into memory. */
  @Setup
  public void store() {
    EventItems items = new EventItems(Duration.ZERO);
    Slot slot = new Slot(START, partitions);
    pages = new Pages(slot);
    byte[] data =
        ("{\"client\":\"203.0.113.9\",\"path\":\"/\",\"text\":\"" + "x".repeat(200) + "\"}")
            .getBytes(StandardCharsets.UTF_8);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      Instant time = START.plusMillis(i / 10);
      String sequence = FIRST.add(BigInteger.valueOf(16L * i)).toString();
      events.add(new Event(EventKey.of(time, "shardId-000000000000", sequence), time, "k", data));
    }
    for (int from = 0; from < EVENTS; from += eventsPerItem) {
      String partition = slot.partitions().get(from / eventsPerItem % partitions);
      items.items(partition, events.subList(from, from + eventsPerItem)).forEach(pages::add);
    }
  }

  /** All events, once. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void playBack(Blackhole out) {
    EventSequence sequence =
        new EventStoreReader(pages, eventsPerItem, Clock.systemUTC())
            .read(
                START,
                START.plusSeconds(3600),
                Optional.empty(),
                1000,
                Deadline.after(Duration.ofMinutes(5)));
    int events = 0;
    while (sequence.hasNext()) {
      out.consume(sequence.next());
      events++;
    }
    if (events != EVENTS) {
      throw new IllegalStateException("read %d events of %d".formatted(events, EVENTS));
    }
  }
}
