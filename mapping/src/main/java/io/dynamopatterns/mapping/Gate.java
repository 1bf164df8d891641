package io.dynamopatterns.mapping;

/** Holds the invocations of a paused mapping. Those that have begun run to their end. */
public final class Gate {
  private boolean open = true;
  private int inside;

  /**
   * Waits until the gate is open. Each call is followed by a {@link #leave}.
   *
   * @throws InterruptedException if the thread was interrupted, also if the gate is open
   */
  public synchronized void enter() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    while (!open) {
      wait();
    }
    inside++;
  }

  public synchronized void leave() {
    inside--;
  }

  public synchronized void set(boolean nowOpen) {
    open = nowOpen;
    notifyAll();
  }

  public synchronized boolean isOpen() {
    return open;
  }

  /** Whether anything that entered has not left. */
  public synchronized boolean isBusy() {
    return inside > 0;
  }
}
