package io.dynamopatterns.common.versioned;

import java.util.List;
import java.util.Optional;

/**
 * How a transaction of versioned writes ended.
 *
 * @param <R> what it gives: the items that it left, or the answer of the change
 */
public sealed interface TransactionOutcome<R> {

  /**
   * All writes were applied, exactly once.
   *
   * @param result of {@link VersionedTransaction#commit} the items as the writes left them, in the
   *     order of the writes; of {@link VersionedTransaction#update} the change's answer
   */
  record Applied<R>(R result) implements TransactionOutcome<R> {}

  /**
   * No write was applied.
   *
   * @param reasons for each write, in order, why it stood in the way, or empty if it did not
   */
  record NotApplied<R>(List<Optional<WriteOutcome<?>>> reasons) implements TransactionOutcome<R> {}

  /**
   * Perhaps applied, all or nothing: answers were lost, and what is stored now does not tell.
   *
   * @param cause the last failure
   */
  record Unknown<R>(RuntimeException cause) implements TransactionOutcome<R> {}

  /**
   * What the transaction gives.
   *
   * @throws WriteFailedException if it was not applied, or that is unknown
   */
  default R orElseThrow() {
    return switch (this) {
      case Applied<R> applied -> applied.result();
      case NotApplied<R> not -> throw new WriteFailedException(not.reasons());
      case Unknown<R> unknown ->
          throw new WriteFailedException(
              "cannot tell whether the transaction was applied", unknown.cause());
    };
  }
}
