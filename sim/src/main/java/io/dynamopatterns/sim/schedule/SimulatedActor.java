package io.dynamopatterns.sim.schedule;

import io.dynamopatterns.common.Waiting;
import io.dynamopatterns.sim.dynamodb.Wire;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A program that the scheduler runs. It may start its own threads, as functions do for their lanes
 * and heartbeats: each of them stops and is moved for itself. They end with the program.
 */
public final class SimulatedActor {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final InheritableThreadLocal<SimulatedActor> CURRENT =
      new InheritableThreadLocal<>() {
        @Override
        protected SimulatedActor childValue(SimulatedActor parent) {
          if (parent != null) {
            parent.hasMoreThreads = true;
          }
          return parent;
        }
      };

  /** A thread that ends, or waits for another one, leaves no sign of it. */
  private static final long FIRST_LOOK_MICROS = 50;

  private static final long LAST_LOOK_MICROS = 1_000;

  private final String name;
  private final Clock clock;
  private final Wire wire;
  private final boolean hasSdk;
  private final Runnable program;
  private final Host host;
  private final Semaphore stops = new Semaphore(0);
  private final List<Strand> stopped = new ArrayList<>();

  /** The thread of its program, and its own threads that have ever stopped. */
  private final Map<Thread, NativeThread> natives = new ConcurrentHashMap<>();

  private Strand moved;
  private volatile boolean hasMoreThreads;
  private volatile boolean ended;
  private volatile Throwable failure;

  /** A thread of the actor that has stopped. */
  private static final class Strand {
    private final Thread thread = Thread.currentThread();
    private final Semaphore turn = new Semaphore(0);
    private final BooleanSupplier condition;
    private final Instant time;
    private volatile boolean continues;

    Strand(BooleanSupplier condition, Instant time) {
      this.condition = condition;
      this.time = time;
    }
  }

  SimulatedActor(String name, Clock clock, Wire wire, boolean hasSdk, Runnable program) {
    this.name = name;
    this.clock = clock;
    this.wire = wire;
    this.hasSdk = hasSdk;
    this.program = program;
    this.host = Host.idle();
  }

  /** The actor that this thread belongs to. */
  public static SimulatedActor current() {
    SimulatedActor actor = CURRENT.get();
    if (actor == null) {
      throw new IllegalStateException("this thread belongs to no actor of the simulation");
    }
    return actor;
  }

  public String name() {
    return name;
  }

  /** The way of its requests to DynamoDB. */
  public Wire wire() {
    return wire;
  }

  /** Whether it makes its requests by the SDK's own clients. */
  public boolean hasSdk() {
    return hasSdk;
  }

  /** Whether its program has started threads that have not ended. */
  public boolean hasMoreThreads() {
    return hasMoreThreads;
  }

  public boolean hasEnded() {
    return ended;
  }

  /** What ended the program, if it did not end in order or die. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  private void run() {
    CURRENT.set(this);
    natives.put(Thread.currentThread(), host.self());
    try {
      program.run();
    } catch (Died e) {
      // It does nothing more.
    } catch (Throwable e) {
      failure = e;
    } finally {
      ended = true;
      endOthers();
      stops.release();
    }
  }

  /** Ends the program where it stopped, as nothing moves it any more. */
  void end() {
    ended = true;
    endOthers();
  }

  /** Lets the threads that the program has left end where they stopped. */
  private void endOthers() {
    synchronized (stopped) {
      stopped.forEach(strand -> strand.turn.release());
      stopped.clear();
    }
    natives.values().stream().filter(each -> each != host.self()).forEach(NativeThread::close);
  }

  /** Stops until the scheduler moves this thread on. Called before each call. */
  public void stop() {
    stopUntil(() -> true, null);
  }

  /** Stops until the condition holds. */
  public void await(BooleanSupplier condition) {
    stopUntil(condition, null);
  }

  /** Stops until the condition holds or the time has passed. */
  public void await(BooleanSupplier condition, Duration most) {
    stopUntil(condition, clock.instant().plus(most));
  }

  /** Stops for this much virtual time. */
  public void sleep(Duration time) {
    await(() -> false, time);
  }

  private void stopUntil(BooleanSupplier condition, Instant time) {
    Strand strand = new Strand(condition, time);
    synchronized (stopped) {
      if (ended) {
        throw new Died();
      }
      natives.computeIfAbsent(strand.thread, any -> NativeThread.current());
      stopped.add(strand);
    }
    stops.release();
    strand.turn.acquireUninterruptibly();
    if (ended) {
      throw new Died();
    }
    strand.continues = true;
  }

  /** How the time of this actor passes for deadlines and pauses. */
  public Waiting waiting() {
    return new Waiting() {
      @Override
      public long nanos() {
        return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
      }

      @Override
      public void sleep(Duration time) {
        // Pauses are drawn from the operating system: the scheduler, not their length, decides.
        current().stop();
      }
    };
  }

  void begin() {
    host.run(this::run);
    awaitStop();
  }

  boolean isAwake() {
    Instant now = clock.instant();
    for (Strand strand : stopped) {
      if (isAwake(strand, now)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAwake(Strand strand, Instant now) {
    return (strand.time != null && !strand.time.isAfter(now)) || strand.condition.getAsBoolean();
  }

  Optional<Instant> wakesAt() {
    return stopped.stream()
        .map(strand -> strand.time)
        .filter(time -> time != null)
        .min(Comparator.naturalOrder());
  }

  /** Moves one thread to its next stop, or to its end. */
  void move(RandomGenerator random) {
    Instant now = clock.instant();
    List<Strand> awake = new ArrayList<>(stopped.size());
    for (Strand strand : stopped) {
      if (isAwake(strand, now)) {
        awake.add(strand);
      }
    }
    awake.sort(Comparator.comparingLong(strand -> strand.thread.threadId()));
    moved = awake.get(awake.size() == 1 ? 0 : random.nextInt(awake.size()));
    stopped.remove(moved);
    stops.drainPermits();
    moved.turn.release();
    awaitStop();
  }

  private void awaitStop() {
    long micros = FIRST_LOOK_MICROS;
    while (!isQuiet()) {
      try {
        if (hasMoreThreads) {
          stops.tryAcquire(micros, TimeUnit.MICROSECONDS);
          micros = Math.min(2 * micros, LAST_LOOK_MICROS);
        } else {
          stops.acquire();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while an actor moved", e);
      }
    }
  }

  /** Whether each thread has stopped, or waits for one that has. */
  private boolean isQuiet() {
    if (ended) {
      return true;
    }
    if (!isStopped() || (moved != null && !moved.continues && moved.thread.isAlive())) {
      return false;
    }
    return !hasMoreThreads || areQuiet();
  }

  private boolean isStopped() {
    synchronized (stopped) {
      return !stopped.isEmpty();
    }
  }

  private boolean areQuiet() {
    List<Thread> all = host.threads();
    // One that was seen at work, and waits by now, may have woken another one meanwhile.
    if (!areQuiet(all) || !areQuiet(all)) {
      return false;
    }
    // Or it may have started one.
    if (!all.containsAll(host.threads())) {
      return false;
    }
    hasMoreThreads = all.size() > 1;
    return true;
  }

  private boolean areQuiet(List<Thread> all) {
    for (Thread thread : all) {
      if (!isQuiet(thread)) {
        return false;
      }
    }
    return true;
  }

  private boolean isQuiet(Thread thread) {
    return switch (thread.getState()) {
      // A thread that closes its executor waits for a day at most.
      case WAITING, TIMED_WAITING -> isAsleep(thread);
      case BLOCKED -> isBlockedByStopped(thread);
      default -> false;
    };
  }

  private boolean isAsleep(Thread thread) {
    NativeThread known = natives.get(thread);
    return !thread.isInterrupted() && (known == null || known.isAsleep());
  }

  /** A thread may stop while it holds a monitor. */
  private boolean isBlockedByStopped(Thread thread) {
    ThreadInfo info = THREADS.getThreadInfo(thread.threadId());
    if (info == null) {
      return false;
    }
    synchronized (stopped) {
      return stopped.stream().anyMatch(strand -> strand.thread.threadId() == info.getLockOwnerId());
    }
  }
}
