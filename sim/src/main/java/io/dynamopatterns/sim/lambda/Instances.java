package io.dynamopatterns.sim.lambda;

import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.run.World;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What the runs of a function keep in memory. A run begins with nothing, or with a copy of the last
 * state of an earlier run, as after a restore: what it knows may be old, and another run may know
 * the same. A copy keeps the clock of the machine that the first one was made on: runs of one
 * snapshot differ in what they do, not in their clocks.
 *
 * @param <F> the function
 */
public final class Instances<F> {
  private final World world;
  private final Function<Clock, F> maker;
  private final List<F> made = new ArrayList<>();

  /**
   * @param maker makes one for the clock of its machine
   */
  public Instances(World world, Function<Clock, F> maker) {
    this.world = world;
    this.maker = maker;
  }

  /** The function of a new run. */
  public F next(Clock clock) {
    F next =
        !made.isEmpty() && world.faults().happens(FaultClass.CLONES)
            ? SnapshotClone.restored(world.any(made))
            : maker.apply(clock);
    made.add(next);
    return next;
  }
}
