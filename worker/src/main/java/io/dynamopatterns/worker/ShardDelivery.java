package io.dynamopatterns.worker;

import io.dynamopatterns.mapping.BatchDelivery;
import io.dynamopatterns.mapping.FailureDestination;
import io.dynamopatterns.mapping.Gate;
import io.dynamopatterns.mapping.KeptPosition;
import io.dynamopatterns.mapping.MappingPace;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.MappingStats;
import io.dynamopatterns.mapping.RecordFilter;
import io.dynamopatterns.mapping.ShardLane;
import io.dynamopatterns.mapping.ShardReader;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.StreamKind;
import io.dynamopatterns.mapping.StreamSource;
import io.dynamopatterns.mapping.function.Invoker;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Delivers the records of one shard as an event source mapping does: filtered, in batches, in lanes
 * by key. One thread takes records in and waits while the lanes are full; each lane has its own
 * thread. Before each invocation the shard's lease is asked for.
 */
final class ShardDelivery {
  private static final int MAX_DOUBLINGS = 5;

  private final SynchronousQueue<List<SourceRecord>> incoming = new SynchronousQueue<>();
  private final Gate gate = new Gate();
  private final List<Thread> threads = new ArrayList<>();
  private final BooleanSupplier leaseHeld;
  private final Consumer<Throwable> fatal;
  private final ShardReader reader;
  private List<SourceRecord> next = List.of();
  private volatile String lastTaken = "";
  private volatile String reached = "";
  private volatile boolean stopped;
  private final KeptPosition position =
      new KeptPosition(Optional.empty(), sequence -> reached = sequence);

  /**
   * @param leaseHeld whether the shard is still this worker's
   * @param fatal receives what no lane may continue after
   */
  ShardDelivery(
      MappingSpec spec,
      StreamKind kind,
      String shardId,
      BooleanSupplier leaseHeld,
      Invoker function,
      FailureDestination onFailure,
      MappingStats stats,
      Consumer<Throwable> fatal) {
    this.leaseHeld = leaseHeld;
    this.fatal = fatal;
    BatchDelivery delivery =
        new BatchDelivery(
            spec,
            new Source(kind, spec.source().arn()),
            shardId,
            event -> {
              requireLease();
              return function.invoke(event);
            },
            discard -> {
              requireLease();
              onFailure.accept(discard);
            },
            new MappingPace(Clock.systemUTC(), ShardDelivery::backOff),
            stats,
            gate);
    reader =
        new ShardReader(
            spec,
            new Taken(shardId),
            RecordFilter.ofStream(kind, spec.filters(), spec.address()),
            delivery,
            stats,
            Optional.of(position));
    thread(
        shardId,
        () -> {
          next = incoming.take();
          reader.read();
        });
    for (ShardLane lane : reader.lanes()) {
      thread(shardId, lane::deliverNext);
    }
  }

  /** Another worker has the shard: that worker delivers what is not answered yet. */
  private static final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void requireLease() {
    if (!leaseHeld.getAsBoolean()) {
      throw new LeaseLostException();
    }
  }

  /**
   * Hands records over, once there is room for them.
   *
   * @return false if there was none for the given time; also when the delivery is stopped
   */
  boolean take(List<SourceRecord> records, Duration patience) throws InterruptedException {
    if (stopped || !incoming.offer(records, patience.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    String last = records.getLast().sequenceNumber();
    if (lastTaken.isEmpty() || new BigInteger(last).compareTo(new BigInteger(lastTaken)) > 0) {
      lastTaken = last;
    }
    return true;
  }

  /** The last record of which it and all before it are answered, or stored as given up on. */
  Optional<String> reached() {
    return Optional.of(reached).filter(position -> !position.isEmpty());
  }

  /** Whether all that was taken is answered, or stored as given up on. */
  boolean isDone() {
    return reached.equals(lastTaken);
  }

  Unanswered unanswered() {
    return new Unanswered(position.unanswered(), position.oldest());
  }

  boolean isStopped() {
    return stopped;
  }

  /** Begins no invocation any more, and waits for those that run. */
  void stop(Duration patience) throws InterruptedException {
    stopped = true;
    gate.set(false);
    long end = System.nanoTime() + patience.toNanos();
    while (gate.isBusy() && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    interrupt();
    for (Thread thread : threads) {
      thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    }
  }

  /** Ends at once: the shard is another worker's. */
  void abandon() {
    stopped = true;
    gate.set(false);
    interrupt();
  }

  private void interrupt() {
    threads.forEach(Thread::interrupt);
  }

  private interface Loop {
    void run() throws InterruptedException;
  }

  private void thread(String shardId, Loop loop) {
    threads.add(
        Thread.ofPlatform()
            .name("shard-" + shardId + "-" + threads.size())
            .daemon()
            .start(() -> untilStopped(loop)));
  }

  private void untilStopped(Loop loop) {
    try {
      while (!stopped) {
        loop.run();
      }
    } catch (LeaseLostException e) {
      abandon();
    } catch (InterruptedException | RuntimeException | Error e) {
      if (!stopped) {
        stopped = true;
        fatal.accept(e);
      }
    }
  }

  private record Source(StreamKind kind, String arn) implements StreamSource {
    @Override
    public List<Shard> open(boolean fromTrimHorizon) {
      throw new UnsupportedOperationException("shards come with their leases");
    }
  }

  /** What was taken last, as a shard to read. */
  private final class Taken implements StreamSource.Shard {
    private final String id;

    Taken(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public List<SourceRecord> read(int limit) {
      return next;
    }
  }

  /** Twice as long after each failure, from 0.5 s to 16 s. */
  private static void backOff(int failures) throws InterruptedException {
    Thread.sleep(Duration.ofMillis(500L << Math.min(failures - 1, MAX_DOUBLINGS)));
  }
}
