package io.dynamopatterns.emulator.mapping;

import io.dynamopatterns.mapping.Gate;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.MappingStats;
import io.dynamopatterns.mapping.ShardReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An event source mapping at work, as Lambda documents it.
 *
 * <p>{@link #start} lets it work in its own threads until {@link #close}. A test calls {@link
 * #drain} instead: it delivers all that is there in the calling thread, the same way each time.
 */
public abstract sealed class Mapping implements AutoCloseable
    permits EventSourceMapping, QueueMapping {
  private final MappingSpec spec;
  private final MappingStats stats = new MappingStats();
  private final Gate gate = new Gate();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<Throwable> broken = new AtomicReference<>();

  Mapping(MappingSpec spec) {
    this.spec = spec;
    gate.set(spec.enabled());
  }

  public final MappingSpec spec() {
    return spec;
  }

  public final MappingStats stats() {
    return stats;
  }

  /** Whether it invokes the function. What comes while it does not waits. */
  public final boolean isEnabled() {
    return gate.isOpen();
  }

  /** As Lambda's API calls it. */
  public final String condition() {
    if (gate.isOpen()) {
      return "Enabled";
    }
    return gate.isBusy() ? "Disabling" : "Disabled";
  }

  /** Pauses or resumes it. An invocation that has begun runs to its end. */
  void enable(boolean now) {
    gate.set(now);
  }

  final Gate gate() {
    return gate;
  }

  /** What is known to wait for the function. */
  public abstract long pending();

  /** Starts its threads. */
  public abstract void start();

  /** Delivers all that is there in this thread and returns when there is no more. */
  public abstract void drain();

  /** Whether the fleet waits to settle: the mapping then reads often and ends windows early. */
  abstract void await(boolean now);

  /** Whether nothing waits and nothing is being delivered. */
  abstract boolean isIdle();

  /** Who reads for it, where reading is the only way to know that there is no more. */
  abstract List<ShardReader> readers();

  /** Why the mapping stopped without being closed, if it did. */
  final Optional<Throwable> broken() {
    return Optional.ofNullable(broken.get());
  }

  interface Loop {
    void run() throws InterruptedException;
  }

  /** Starts a thread that runs until it is interrupted. */
  final void thread(String name, Loop loop) {
    threads.add(
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .start(
                () -> {
                  try {
                    while (true) {
                      loop.run();
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  } catch (RuntimeException | Error e) {
                    broken.compareAndSet(null, e);
                  }
                }));
  }

  @Override
  public final void close() {
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
}
