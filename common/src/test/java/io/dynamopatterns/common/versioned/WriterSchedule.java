package io.dynamopatterns.common.versioned;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Runs writers so that only one of them moves at a time, from one request to the next, in an order
 * that a seed decides. So their requests cross in every way, and a history can be run again.
 */
final class WriterSchedule {
  private static final ThreadLocal<Writer> CURRENT = new ThreadLocal<>();

  private final RandomGenerator random;
  private final List<Writer> writers = new ArrayList<>();
  private final List<Runnable> late = new ArrayList<>();
  private Throwable failure;

  WriterSchedule(RandomGenerator random) {
    this.random = random;
  }

  /** The writer that this thread is. */
  static Writer current() {
    return CURRENT.get();
  }

  void add(Runnable program) {
    writers.add(new Writer(program));
  }

  /** Runs something at a later step, at the latest when all writers have ended. */
  synchronized void later(Runnable step) {
    late.add(step);
  }

  /** Runs all writers to their end. */
  void run() throws InterruptedException {
    writers.forEach(writer -> writer.thread.start());
    while (true) {
      List<Object> next = new ArrayList<>();
      synchronized (this) {
        while (writers.stream().anyMatch(writer -> writer.moving)) {
          wait();
        }
        writers.stream().filter(writer -> !writer.ended).forEach(next::add);
        next.addAll(late);
        if (next.isEmpty()) {
          break;
        }
        Object chosen = next.get(random.nextInt(next.size()));
        if (chosen instanceof Writer writer) {
          writer.moving = true;
          notifyAll();
        } else {
          late.remove(chosen);
          ((Runnable) chosen).run();
        }
      }
    }
    if (failure != null) {
      throw new AssertionError(failure);
    }
  }

  /** One writer, on its own thread. */
  final class Writer {
    private final Thread thread;
    private boolean moving;
    private boolean ended;
    private String operation;

    private Writer(Runnable program) {
      thread = Thread.ofPlatform().daemon().unstarted(() -> run(program));
    }

    WriterSchedule schedule() {
      return WriterSchedule.this;
    }

    /** The operation that its requests belong to. */
    String operation() {
      return operation;
    }

    void begin(String newOperation) {
      operation = newOperation;
    }

    /** Waits for its turn to send a request. */
    void awaitTurn() {
      synchronized (WriterSchedule.this) {
        moving = false;
        WriterSchedule.this.notifyAll();
        while (!moving) {
          try {
            WriterSchedule.this.wait();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
      }
    }

    private void run(Runnable program) {
      CURRENT.set(this);
      try {
        awaitTurn();
        program.run();
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      synchronized (WriterSchedule.this) {
        moving = false;
        ended = true;
        WriterSchedule.this.notifyAll();
      }
    }
  }
}
