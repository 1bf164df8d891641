package io.dynamopatterns.common.priming;

import io.micronaut.context.condition.Condition;
import io.micronaut.context.condition.ConditionContext;

/**
 * Whether this process primes itself. Until that ends, a new application context has a transport
 * that answers from memory ({@link MemoryHttpClient}) and credentials that AWS refuses. No setting
 * and no variable can switch it on.
 */
public final class DryRun {
  private static volatile boolean running;

  private DryRun() {}

  /** Whether a dry run is running: nothing is to be sent, and no metrics are to be written. */
  public static boolean isRunning() {
    return running;
  }

  /** Runs while nothing else does: Lambda takes the snapshot before the first invocation. */
  static void run(Runnable priming) {
    running = true;
    try {
      priming.run();
    } finally {
      running = false;
    }
  }

  /** For beans that exist in a dry run only. */
  public static final class Only implements Condition {
    @Override
    public boolean matches(@SuppressWarnings("rawtypes") ConditionContext context) {
      return isRunning();
    }
  }
}
