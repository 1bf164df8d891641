package io.dynamopatterns.sim.run;

import java.util.ArrayList;
import java.util.List;

/**
 * What may happen in a history. How often each of it does is another thing in each history, so that
 * what meets seldom on the whole meets often in some.
 */
public final class Actions {
  private final World world;
  private final List<Runnable> weighted = new ArrayList<>();

  public Actions(World world) {
    this.world = world;
  }

  public void add(Runnable action) {
    for (int i = 1 << world.random().nextInt(4); i > 0; i--) {
      weighted.add(action);
    }
  }

  /** One of them. */
  public Runnable any() {
    return world.any(weighted);
  }
}
