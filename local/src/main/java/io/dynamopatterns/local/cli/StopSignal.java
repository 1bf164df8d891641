package io.dynamopatterns.local.cli;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Lets Ctrl-C end a command in order: the command's thread is interrupted, and the JVM waits until
 * it has closed everything.
 */
final class StopSignal {
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Thread command = Thread.currentThread();
  private volatile boolean ended;

  private StopSignal() {}

  /** Runs a command that closes what it opened when it is interrupted. */
  static int guard(Callable<Integer> command) throws Exception {
    StopSignal signal = new StopSignal();
    Thread hook = new Thread(signal::stop, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return command.call();
    } finally {
      signal.ended = true;
      if (hook.getState() == Thread.State.NEW) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
  }

  private void stop() {
    command.interrupt();
    long end = System.nanoTime() + GRACE.toNanos();
    try {
      while (!ended && System.nanoTime() < end) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
