package io.dynamopatterns.emulator.schedule;

import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Invokes a function at the times of a schedule. A failed invocation is repeated up to the
 * schedule's limit; after that its event goes to the dead-letter queue.
 */
public final class RunningSchedule {
  private final ScheduleSpec spec;
  private final ScheduleExpression expression;
  private final Invoker function;
  private final DeadLetterFiles deadLetters;
  private final BiConsumer<ScheduleSpec, Instant> ran;
  private Optional<Instant> next;
  private volatile long deadLettered;

  /**
   * @param start nothing at or before it is due; a rate counts from it
   */
  public RunningSchedule(
      ScheduleSpec spec, Instant start, Invoker function, DeadLetterFiles deadLetters) {
    this(spec, start, function, deadLetters, (any, slot) -> {});
  }

  /**
   * @param start nothing at or before it is due; a rate counts from it
   * @param ran gets each slot once its invocations have ended, however they ended
   */
  public RunningSchedule(
      ScheduleSpec spec,
      Instant start,
      Invoker function,
      DeadLetterFiles deadLetters,
      BiConsumer<ScheduleSpec, Instant> ran) {
    this.spec = spec;
    this.expression = ScheduleExpression.parse(spec.expression(), spec.zone(), start);
    this.function = function;
    this.deadLetters = deadLetters;
    this.ran = ran;
    this.next = spec.enabled() ? expression.next(start) : Optional.empty();
  }

  public ScheduleSpec spec() {
    return spec;
  }

  /** When it is due next, empty when never again. */
  public Optional<Instant> next() {
    return next;
  }

  /** Events given up on. */
  public long deadLettered() {
    return deadLettered;
  }

  /** Leaves out the slots up to a time, but for the last of them, which it finds by halving. */
  void skipTo(Instant now) {
    if (!isUpTo(next, now)) {
      return;
    }
    long before = next.get().getEpochSecond() - 1;
    long behind = now.getEpochSecond();
    while (behind - before > 1) {
      long middle = before + (behind - before) / 2;
      if (isUpTo(expression.next(Instant.ofEpochSecond(middle)), now)) {
        before = middle;
      } else {
        behind = middle;
      }
    }
    next = expression.next(Instant.ofEpochSecond(before));
  }

  private static boolean isUpTo(Optional<Instant> slot, Instant now) {
    return slot.isPresent() && !slot.get().isAfter(now);
  }

  /** Runs what is due next and plans what comes after it. */
  void fire() {
    Instant due = next.orElseThrow();
    next = expression.next(due);
    invoke(due);
    ran.accept(spec, due);
  }

  private void invoke(Instant due) {
    String execution = UUID.randomUUID().toString();
    String error = "";
    for (int attempt = 1; attempt <= spec.maximumRetries() + 1; attempt++) {
      String event = event(due, execution, attempt);
      try {
        function.invoke(event);
        return;
      } catch (InvocationException e) {
        error = e.getMessage();
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
      }
    }
    deadLettered++;
    String last = event(due, execution, spec.maximumRetries() + 1);
    String reason = error;
    spec.deadLetterQueue().ifPresent(arn -> deadLetters.add(arn, spec.name(), last, reason));
  }

  private String event(Instant due, String execution, int attempt) {
    return spec.input()
        .replace("<aws.scheduler.scheduled-time>", due.toString())
        .replace(
            "<aws.scheduler.schedule-arn>",
            "arn:aws:scheduler:us-east-1:123456789012:schedule/default/" + spec.name())
        .replace("<aws.scheduler.execution-id>", execution)
        .replace("<aws.scheduler.attempt-number>", Integer.toString(attempt));
  }
}
