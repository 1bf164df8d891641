package io.dynamopatterns.sim.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.sim.dynamodb.Wire;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.Faults;
import io.dynamopatterns.sim.schedule.Died;
import io.dynamopatterns.sim.schedule.SimulatedActor;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One run of a function. At one of its calls it may die, at one it may pause for long. */
public final class SimulatedRun<A> {
  /** What becomes of the run, by the number of a call; 0 for never, or the first batch written. */
  record Fate(int diesAt, boolean afterTheCall, int pausesAt, Duration pause) {
    static final int FIRST_BATCH = -1;
  }

  private final Wire wire;
  private final Clock clock;
  private final Faults faults;
  private final Fate fate;
  private SimulatedActor actor;
  private A answer;
  private boolean answered;
  private boolean dead;
  private int calls;
  private int batches;
  private boolean parallel;
  private Instant pausedUntil = Instant.EPOCH;

  SimulatedRun(Wire wire, Clock clock, Faults faults, Fate fate) {
    this.wire = wire;
    this.clock = clock;
    this.faults = faults;
    this.fate = fate;
  }

  void begin(SimulatedActor newActor) {
    actor = newActor;
  }

  void answer(A newAnswer) {
    answer = newAnswer;
    answered = true;
  }

  public boolean hasEnded() {
    return actor != null && actor.hasEnded();
  }

  /** Whether it has reached its pause. */
  public boolean hasPaused() {
    return pausedUntil.isAfter(Instant.EPOCH);
  }

  /** Whether it has reached its pause, and not the end of it. */
  public boolean isPaused() {
    return pausedUntil.isAfter(clock.instant());
  }

  /** Whether it returned an answer. */
  public boolean hasAnswered() {
    return answered;
  }

  public A answer() {
    return answer;
  }

  /** What it threw. */
  public Optional<Throwable> failure() {
    return actor.failure();
  }

  /**
   * @throws AssertionError if it threw something
   */
  public void rethrow() {
    failure()
        .ifPresent(
            cause -> {
              throw new AssertionError(actor.name() + " failed", cause);
            });
  }

  /** The way of the run's requests, on which it dies and pauses. */
  WireAnswer send(String operation, JsonNode request) throws IOException {
    // Lanes come here at once, and continue one by one.
    SimulatedActor.current().stop();
    if (dead) {
      throw new Died();
    }
    calls++;
    if (!parallel && SimulatedActor.current().hasMoreThreads()) {
      parallel = true;
      faults.count(FaultClass.PARALLEL_LANES);
    }
    boolean firstBatch = operation.equals("BatchWriteItem") && ++batches == 1;
    if (isAt(fate.pausesAt(), firstBatch)) {
      pausedUntil = clock.instant().plus(fate.pause());
      if (fate.pause().isPositive()) {
        faults.count(FaultClass.ZOMBIE);
      }
    }
    Duration paused = Duration.between(clock.instant(), pausedUntil);
    if (paused.isPositive()) {
      // As do all threads of the run.
      SimulatedActor.current().sleep(paused);
    }
    if (!isAt(fate.diesAt(), firstBatch)) {
      return wire.send(operation, request);
    }
    if (fate.afterTheCall()) {
      try {
        wire.send(operation, request);
      } catch (IOException e) {
        // It dies all the same.
      }
    }
    dead = true;
    faults.count(FaultClass.DEATH);
    throw new Died();
  }

  private boolean isAt(int call, boolean firstBatch) {
    return call == Fate.FIRST_BATCH ? firstBatch : call == calls;
  }
}
