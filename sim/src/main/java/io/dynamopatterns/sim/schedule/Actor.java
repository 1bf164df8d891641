package io.dynamopatterns.sim.schedule;

import io.dynamopatterns.common.Waiting;
import io.dynamopatterns.sim.dynamodb.Wire;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A program that the scheduler runs. It may start threads of its own, as functions do for their
 * lanes: each of them stops and is moved for itself.
 */
public final class Actor {
  private static final InheritableThreadLocal<Actor> CURRENT = new InheritableThreadLocal<>();

  /** A thread that ends leaves no sign of it. */
  private static final long LOOKS_AGAIN_MICROS = 50;

  private final String name;
  private final Clock clock;
  private final Wire wire;
  private final ThreadGroup threads;
  private final Thread main;
  private final Semaphore stops = new Semaphore(0);
  private final List<Strand> stopped = new ArrayList<>();
  private volatile boolean ended;
  private volatile Throwable failure;

  /** A thread of the actor that has stopped. */
  private static final class Strand {
    private final Thread thread = Thread.currentThread();
    private final Semaphore turn = new Semaphore(0);
    private final BooleanSupplier condition;
    private final Optional<Instant> time;
    private volatile boolean moving;

    Strand(BooleanSupplier condition, Optional<Instant> time) {
      this.condition = condition;
      this.time = time;
    }
  }

  Actor(String name, Clock clock, Wire wire, Runnable program) {
    this.name = name;
    this.clock = clock;
    this.wire = wire;
    this.threads = new ThreadGroup(name);
    this.main = new Thread(threads, () -> run(program), name);
    main.setDaemon(true);
  }

  /** The actor that this thread belongs to. */
  public static Actor current() {
    Actor actor = CURRENT.get();
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

  public boolean hasEnded() {
    return ended;
  }

  /** What ended the program, if it did not end in order or die. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  private void run(Runnable program) {
    CURRENT.set(this);
    try {
      program.run();
    } catch (Died e) {
      // It does nothing more.
    } catch (Throwable e) {
      failure = e;
    } finally {
      ended = true;
      stops.release();
    }
  }

  /** Stops until the scheduler moves this thread on. Called before each call. */
  public void stop() {
    await(() -> true, Optional.empty());
  }

  /** Stops until the condition holds. */
  public void await(BooleanSupplier condition) {
    await(condition, Optional.empty());
  }

  /** Stops until the condition holds or the time has passed. */
  public void await(BooleanSupplier condition, Duration most) {
    Instant end = clock.instant().plus(most);
    await(condition, Optional.of(end));
  }

  /** Stops for this much virtual time. */
  public void sleep(Duration time) {
    await(() -> false, time);
  }

  private void await(BooleanSupplier condition, Optional<Instant> time) {
    Strand strand = new Strand(condition, time);
    synchronized (stopped) {
      stopped.add(strand);
    }
    stops.release();
    strand.turn.acquireUninterruptibly();
    strand.moving = true;
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
    main.start();
    awaitStop();
  }

  boolean isAwake() {
    return stopped.stream().anyMatch(this::isAwake);
  }

  private boolean isAwake(Strand strand) {
    return strand.condition.getAsBoolean()
        || strand.time.filter(end -> !end.isAfter(clock.instant())).isPresent();
  }

  Optional<Instant> wakesAt() {
    return stopped.stream()
        .map(strand -> strand.time)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  /** Moves one thread to its next stop, or to its end. */
  void move(RandomGenerator random) {
    List<Strand> awake =
        stopped.stream()
            .filter(this::isAwake)
            .sorted(Comparator.comparingLong(strand -> strand.thread.threadId()))
            .toList();
    Strand strand = awake.get(awake.size() == 1 ? 0 : random.nextInt(awake.size()));
    stopped.remove(strand);
    stops.drainPermits();
    strand.turn.release();
    while (!strand.moving && strand.thread.isAlive()) {
      Thread.onSpinWait();
    }
    awaitStop();
  }

  private void awaitStop() {
    while (!isQuiet()) {
      try {
        stops.tryAcquire(LOOKS_AGAIN_MICROS, TimeUnit.MICROSECONDS);
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
    if (threads.activeCount() == 1) {
      return isStopped();
    }
    Thread[] all = new Thread[threads.activeCount() + 8];
    int count = threads.enumerate(all);
    for (int i = 0; i < count; i++) {
      Thread.State state = all[i].getState();
      // A thread that closes its executor waits for a day at most.
      if (state != Thread.State.WAITING && state != Thread.State.TIMED_WAITING) {
        return false;
      }
    }
    return isStopped();
  }

  private boolean isStopped() {
    synchronized (stopped) {
      return !stopped.isEmpty();
    }
  }
}
