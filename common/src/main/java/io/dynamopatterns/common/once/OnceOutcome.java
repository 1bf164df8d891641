package io.dynamopatterns.common.once;

import java.time.Instant;

/** What became of a step. */
public sealed interface OnceOutcome<R> {

  /**
   * The step is done.
   *
   * @param answer of the run that was recorded, now or earlier
   * @param ranNow whether that was this call
   */
  record Done<R>(R answer, boolean ranNow) implements OnceOutcome<R> {}

  /**
   * Another run is under way, and its answer is not known yet. Ask again later: fail the message or
   * the record, so that it is delivered again.
   *
   * @param until when that run has ended at the latest
   */
  record InProgress<R>(Instant until) implements OnceOutcome<R> {}

  /**
   * The answer.
   *
   * @throws StepInProgressException if another run is under way
   */
  default R orElseThrow() {
    return switch (this) {
      case Done<R> done -> done.answer();
      case InProgress<R> other -> throw new StepInProgressException(other.until());
    };
  }
}
