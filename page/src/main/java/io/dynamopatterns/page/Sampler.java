package io.dynamopatterns.page;

import java.time.Duration;

/** Runs a task periodically until it is closed. After a run that fails, the next run follows. */
public final class Sampler implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Sampler.class.getName());

  private final Duration period;
  private final Runnable task;
  private final Thread thread;
  private boolean failing;

  private Sampler(String name, Duration period, Runnable task) {
    this.period = period;
    this.task = task;
    thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  /**
   * Starts the task.
   *
   * @param name of the thread
   */
  public static Sampler start(String name, Duration period, Runnable task) {
    Sampler sampler = new Sampler(name, period, task);
    sampler.thread.start();
    return sampler;
  }

  private void run() {
    try {
      while (true) {
        runOnce();
        Thread.sleep(period);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runOnce() {
    try {
      task.run();
      failing = false;
    } catch (RuntimeException e) {
      if (!failing && !thread.isInterrupted()) {
        LOG.log(System.Logger.Level.WARNING, thread.getName() + " has failed and is retried", e);
      }
      failing = true;
    }
  }

  /** Returns once the task has ended. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
