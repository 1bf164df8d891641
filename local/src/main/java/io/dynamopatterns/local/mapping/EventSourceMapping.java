package io.dynamopatterns.local.mapping;

import io.dynamopatterns.local.function.Invoker;
import io.dynamopatterns.local.state.MappingSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads a stream and invokes a function with batches of its records, as Lambda documents it.
 *
 * <p>{@link #start} does so in threads of its own until {@link #close}. A test calls {@link #drain}
 * instead: it delivers all that is there in the calling thread, the same way each time.
 */
public final class EventSourceMapping implements AutoCloseable {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
  private static final Duration AWAITED_INTERVAL = Duration.ofMillis(10);

  private final MappingSpec spec;
  private final MappingStats stats = new MappingStats();
  private final List<ShardReader> readers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<Throwable> broken = new AtomicReference<>();
  private volatile boolean awaited;

  public EventSourceMapping(
      MappingSpec spec,
      StreamSource source,
      Invoker function,
      FailureDestination onFailure,
      Pace pace) {
    this.spec = spec;
    RecordFilter filter = new RecordFilter(spec.filters(), spec.address());
    for (StreamSource.Shard shard : source.open(spec.fromTrimHorizon())) {
      BatchDelivery delivery =
          new BatchDelivery(spec, source, shard.id(), function, onFailure, pace, stats);
      readers.add(new ShardReader(spec, shard, source.kind(), filter, delivery, stats));
    }
  }

  public MappingSpec spec() {
    return spec;
  }

  public MappingStats stats() {
    return stats;
  }

  /** Delivers all records of all shards in this thread and returns when a read finds no more. */
  public void drain() {
    try {
      boolean more;
      do {
        more = false;
        for (ShardReader reader : readers) {
          more |= reader.read();
          for (Lane lane : reader.lanes()) {
            lane.drain();
          }
        }
      } while (more);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts a thread for each shard and for each of its parallel lanes. */
  public void start() {
    for (ShardReader reader : readers) {
      String name = "mapping-" + spec.function() + "-" + reader.shardId();
      thread(
          name,
          () -> {
            while (true) {
              if (!reader.read()) {
                Thread.sleep(awaited ? AWAITED_INTERVAL : POLL_INTERVAL);
              }
            }
          });
      for (int lane = 0; lane < reader.lanes().size(); lane++) {
        thread(name + "-" + lane, reader.lanes().get(lane)::run);
      }
    }
  }

  /** Whether somebody waits for this mapping, so that it reads with hardly a pause. */
  void await(boolean now) {
    awaited = now;
  }

  /** Whether batches go without waiting for their window. */
  void hurry(boolean now) {
    readers.forEach(reader -> reader.lanes().forEach(lane -> lane.hurry(now)));
  }

  /** Why the mapping stopped by itself, if it did. */
  Optional<Throwable> broken() {
    return Optional.ofNullable(broken.get());
  }

  List<ShardReader> readers() {
    return readers;
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private interface Loop {
    void run() throws InterruptedException;
  }

  private void thread(String name, Loop loop) {
    threads.add(
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .start(
                () -> {
                  try {
                    loop.run();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  } catch (RuntimeException | Error e) {
                    broken.compareAndSet(null, e);
                  }
                }));
  }
}
