package io.dynamopatterns.common.versioned;

import java.util.List;
import java.util.Optional;

/** How a transaction of versioned writes ended. */
public sealed interface TransactionOutcome {

  /**
   * All writes were applied, exactly once.
   *
   * @param items the items as the writes left them, in the order of the writes
   */
  record Applied(List<VersionedItem> items) implements TransactionOutcome {}

  /**
   * No write was applied.
   *
   * @param reasons for each write, in order, why it stood in the way, or empty if it did not
   */
  record NotApplied(List<Optional<WriteOutcome>> reasons) implements TransactionOutcome {}

  /**
   * Perhaps applied, all or nothing: answers were lost, and what is stored now does not tell.
   *
   * @param cause the last failure
   */
  record Unknown(RuntimeException cause) implements TransactionOutcome {}
}
