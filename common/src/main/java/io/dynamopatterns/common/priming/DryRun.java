package io.dynamopatterns.common.priming;

/**
 * Whether this process primes itself. Until that ends, the context of a new handler has {@link
 * DryBeans}. No setting and no variable can switch it on.
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
}
