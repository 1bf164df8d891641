package io.dynamopatterns.common;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Calls that wait for a service, made side by side. */
public final class Together {
  private Together() {}

  /**
   * Makes all calls. Threads live no longer than the calls: none is left for a frozen or snapshot
   * environment.
   *
   * @param threads the most calls at once, at least 1
   * @return the results, in the order of the calls
   * @throws RuntimeException the first failure, when all calls have ended
   * @throws IllegalStateException if the thread is interrupted
   */
  public static <T> List<T> all(int threads, List<? extends Supplier<? extends T>> calls) {
    List<Future<T>> running = new ArrayList<>();
    if (!calls.isEmpty()) {
      try (ExecutorService executor =
          Executors.newFixedThreadPool(Math.min(threads, calls.size()))) {
        calls.forEach(call -> running.add(executor.submit(call::get)));
      }
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("interrupted while waiting for calls");
    }
    return running.stream().map(Together::result).toList();
  }

  private static <T> T result(Future<T> done) {
    if (done.state() == Future.State.SUCCESS) {
      return done.resultNow();
    }
    switch (done.exceptionNow()) {
      case RuntimeException failed -> throw failed;
      case Error error -> throw error;
      default -> throw new IllegalStateException(done.exceptionNow());
    }
  }
}
