package io.dynamopatterns.sim.pattern.eventstore;

import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.lambda.Lambda;
import io.dynamopatterns.sim.lambda.SimulatedInvocation;
import io.dynamopatterns.sim.lambda.SimulatedRun;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.run.World;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Two pumps that have read the same events from the buffer, with a batch between their reads and a
 * reader between their writes. By chance they meet too seldom. Each time they do is counted as a
 * fault: a run of many histories without one fails.
 */
final class CrossingPumps {
  private static final int MOST_STEPS = 200;
  private static final int MOST_QUIET_SECONDS = 4;

  /** Until the second one has read, too. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(6);

  /** Until the first one has written, and the reader has read. */
  private static final Duration SECOND_PAUSE = Duration.ofSeconds(12);

  private final World world;
  private final Lambda lambda;
  private final Store store;
  private final StreamMapping<?> ingest;
  private final SeenStream seen;
  private final Runnable put;

  /**
   * @param put puts some events into the stream
   */
  CrossingPumps(World world, Store store, StreamMapping<?> ingest, SeenStream seen, Runnable put) {
    this.world = world;
    this.lambda = new Lambda(world);
    this.store = store;
    this.ingest = ingest;
    this.seen = seen;
    this.put = put;
  }

  void cross(Reader reader) {
    SimulatedRun<?> first = start(FIRST_PAUSE);
    SimulatedRun<?> second = start(SECOND_PAUSE);
    if (first.isPaused() && second.isPaused()) {
      world.faults().count(FaultClass.CROSSING_PUMPS);
    }
    stepUntil(first::hasEnded);
    world.ask(() -> reader.follow(SimulatedInvocation.unlimited(world.clock())));
    lookAtStream();
    world.ask(() -> reader.follow(SimulatedInvocation.unlimited(world.clock())));
  }

  private void lookAtStream() {
    world.ask(
        () -> store.watermark(world.clock(), seen, SimulatedInvocation.unlimited(world.clock())));
  }

  /** Starts a pump that has read a new batch, and does not write yet. */
  private SimulatedRun<?> start(Duration pause) {
    put.run();
    stepUntil(ingest::isIdle);
    world.clock().advance(Duration.ofSeconds(world.random().nextInt(MOST_QUIET_SECONDS)));
    lookAtStream();
    SimulatedRun<Map<String, Object>> pump =
        lambda.startPausing("pump", pause, run -> store.pump(world.clock(), run));
    stepUntil(() -> pump.hasPaused() || pump.hasEnded());
    return pump;
  }

  private void stepUntil(BooleanSupplier condition) {
    for (int step = 0; step < MOST_STEPS && !condition.getAsBoolean(); step++) {
      world.scheduler().step();
    }
  }
}
