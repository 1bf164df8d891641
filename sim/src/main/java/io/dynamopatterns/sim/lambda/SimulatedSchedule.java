package io.dynamopatterns.sim.lambda;

import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.run.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A schedule that starts a function once in a period: at times twice, late, or not at all. A run
 * that fails is not started again; the next one continues its work.
 */
public final class SimulatedSchedule {
  private final World world;
  private final Lambda lambda;
  private final String function;
  private final Duration period;
  private final BiFunction<Instant, SimulatedInvocation, Boolean> body;
  private final List<Instant> late = new ArrayList<>();
  private Instant next;

  /**
   * @param body what the function does for a slot
   */
  public SimulatedSchedule(
      World world,
      String function,
      Duration period,
      BiFunction<Instant, SimulatedInvocation, Boolean> body) {
    this.world = world;
    this.lambda = new Lambda(world);
    this.function = function;
    this.period = period;
    this.body = body;
    this.next = world.clock().instant().plus(period);
  }

  /** Starts what is due. */
  public void follow() {
    Instant now = world.clock().instant();
    while (!next.isAfter(now)) {
      Instant slot = next;
      next = next.plus(period);
      if (!world.faults().happens(FaultClass.SCHEDULE)) {
        start(slot);
        continue;
      }
      switch (world.random().nextInt(3)) {
        case 0 -> late.add(slot);
        case 1 -> {
          start(slot);
          start(slot);
        }
        default -> {
          // This slot is not served.
        }
      }
    }
    if (!late.isEmpty() && world.once(20)) {
      start(late.removeFirst());
    }
  }

  /** Starts the function once more, as an operator may. */
  public void startNow() {
    start(world.clock().instant());
  }

  private void start(Instant slot) {
    lambda.start(function, invocation -> body.apply(slot, invocation));
  }
}
