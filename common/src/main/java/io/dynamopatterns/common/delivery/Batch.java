package io.dynamopatterns.common.delivery;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.invocation.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One batch of a stream or queue, in lanes: one lane per key, each in the order of its source. A
 * failed record stops its lane, and no other. Lambda delivers a failed record again, and with it
 * others that have succeeded, so processing a record twice must be the same as once.
 *
 * <p>A record that cannot be read is rejected: it fails, and stops the lane of its key. The records
 * before it in the lane are processed.
 *
 * @param <T> the values of the records
 * @param <B> the kind of batch
 */
public abstract sealed class Batch<T, B extends Batch<T, B>> permits StreamBatch, QueueBatch {
  /** Calls to AWS wait rather than compute, so more of them than cores may be under way. */
  private static final int PARALLELISM = 8;

  /** Enough to load the code of one lane, and short enough if its first record hangs. */
  private static final Duration HEAD_START = Duration.ofSeconds(2);

  private static final RuntimeException NO_LANE =
      new IllegalArgumentException("the record has no key to order it by");

  private record Failure(Throwable cause, boolean rejected) {}

  private final String noun;
  private final List<Received<T>> received;
  private final Map<Integer, Failure> failures = new ConcurrentSkipListMap<>();
  private int parallelism = PARALLELISM;

  /**
   * @param noun what log lines call a record
   */
  Batch(String noun, List<Received<T>> received) {
    this.noun = noun;
    this.received = List.copyOf(received);
  }

  /** Processes at most this many lanes at the same time; 8 unless this is called. */
  public final B parallel(int lanes) {
    parallelism = lanes;
    return self();
  }

  /**
   * Processes every lane, several at the same time, each in its own thread. In the first invocation
   * of an environment, the first lane has a head start of at most two seconds, and of a quarter of
   * the time until the deadline, so that it alone loads the code. A lane that throws fails at its
   * first record, or at the one that a {@link RecordFailedException} names. A lane that has not
   * started at the deadline fails, to be delivered again.
   *
   * @param done what happens to a record, such as {@code counted}: failures are logged as {@code
   *     record not counted} and added to the metric {@code NotCounted}; rejected records are logged
   *     as {@code record rejected} and added to {@code Rejected}
   * @throws Error that a lane throws: it ends the run, so that Lambda delivers the batch again
   */
  public final B run(Call call, String done, Consumer<Lane<T>> action) {
    List<Lane<T>> lanes = lanes();
    int threads = Math.min(parallelism, lanes.size());
    if (threads <= 1) {
      lanes.forEach(lane -> process(lane, call.deadline(), action));
    } else {
      inThreads(threads, headStart(call), lanes, lane -> process(lane, call.deadline(), action));
    }
    report(call, done);
    return self();
  }

  /**
   * Processes all records at once, for requests that take records of several lanes. The action says
   * by {@link #fail} which of them failed.
   *
   * @param done as for {@link #run}
   * @param action is given at least one record, in the order of the batch. What it throws, this
   *     throws, and the whole batch is delivered again
   */
  public final B together(Call call, String done, Consumer<List<Delivered<T>>> action) {
    List<Delivered<T>> records = new ArrayList<>();
    lanes().forEach(lane -> records.addAll(lane.records()));
    records.sort((left, right) -> Integer.compare(left.index(), right.index()));
    if (!records.isEmpty()) {
      action.accept(List.copyOf(records));
    }
    report(call, done);
    return self();
  }

  /** Fails a record of this batch, to be delivered again. May be called in threads. */
  public final void fail(Delivered<?> failed, Throwable cause) {
    failures.put(failed.index(), new Failure(cause, false));
  }

  abstract B self();

  /** The lane of a record, or empty for a rejected one whose lane is unknown. */
  abstract Optional<String> lane(Received<T> of);

  final List<Received<T>> received() {
    return received;
  }

  final boolean hasFailed(int index) {
    return failures.containsKey(index);
  }

  /** The identifier of the first failed record, which is null if it has none. */
  final Optional<Received<T>> firstFailed() {
    return failures.keySet().stream().findFirst().map(received::get);
  }

  /** The lanes in the order of their first records, each up to its first rejected record. */
  private List<Lane<T>> lanes() {
    Map<String, List<Delivered<T>>> lanes = new LinkedHashMap<>();
    Set<String> stopped = new HashSet<>();
    for (int i = 0; i < received.size(); i++) {
      Received<T> each = received.get(i);
      RuntimeException rejection = each.rejection();
      Optional<String> lane = Optional.empty();
      try {
        lane = lane(each);
      } catch (RuntimeException e) {
        rejection = e;
      }
      if (lane.filter(stopped::contains).isPresent()) {
        continue;
      }
      if (rejection == null && lane.isPresent()) {
        lanes.computeIfAbsent(lane.get(), key -> new ArrayList<>()).add(each.record());
      } else {
        failures.put(i, new Failure(rejection == null ? NO_LANE : rejection, true));
        lane.ifPresent(stopped::add);
      }
    }
    return lanes.entrySet().stream()
        .map(lane -> new Lane<>(lane.getKey(), lane.getValue()))
        .toList();
  }

  private void inThreads(
      int threads, Duration headStart, List<Lane<T>> lanes, Consumer<Lane<T>> action) {
    Map<Future<?>, Lane<T>> running = new LinkedHashMap<>();
    // Threads live no longer than the batch: none is left for a frozen or snapshot environment.
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (Lane<T> lane : lanes) {
        Future<?> run = executor.submit(() -> action.accept(lane));
        if (running.isEmpty() && headStart.isPositive()) {
          await(run, headStart);
        }
        running.put(run, lane);
      }
    }
    // An Error must end the run: a lane that it stopped would otherwise look like a success.
    running.keySet().forEach(Batch::rethrowError);
    running.forEach(
        (run, lane) -> {
          if (run.state() != Future.State.SUCCESS) {
            fail(first(lane), new IllegalStateException("interrupted before it was run"));
          }
        });
  }

  /** None but in the first invocation, and at most a quarter of the time that is left. */
  private static Duration headStart(Call call) {
    Duration quarter = call.deadline().remaining().dividedBy(4);
    return !call.first() ? Duration.ZERO : quarter.compareTo(HEAD_START) < 0 ? quarter : HEAD_START;
  }

  private static void await(Future<?> first, Duration time) {
    try {
      first.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // The others begin; an Error is thrown when all have ended.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void process(Lane<T> lane, Deadline deadline, Consumer<Lane<T>> action) {
    try {
      if (deadline.passed()) {
        throw new IllegalStateException("not started before the deadline");
      }
      action.accept(lane);
    } catch (RecordFailedException e) {
      fail(
          lane.records().stream()
              .filter(candidate -> candidate.index() == e.index())
              .findFirst()
              .orElse(first(lane)),
          e.getCause());
    } catch (RuntimeException e) {
      fail(first(lane), e);
    }
  }

  private static <T> Delivered<T> first(Lane<T> lane) {
    return lane.records().getFirst();
  }

  private static void rethrowError(Future<?> finished) {
    if (finished.state() == Future.State.FAILED) {
      throw (Error) finished.exceptionNow();
    }
  }

  private void report(Call call, String done) {
    failures.forEach(
        (index, failure) -> {
          String outcome = failure.rejected() ? "rejected" : "not " + done;
          call.telemetry().count(failure.rejected() ? "Rejected" : "Not" + capitalised(done), 1);
          call.telemetry()
              .error(noun + ' ' + outcome, failure.cause(), received.get(index).logFields());
        });
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  static <T, U> Function<Delivered<T>, U> ofValue(Function<? super T, ? extends U> parser) {
    return delivered -> parser.apply(delivered.value());
  }
}
