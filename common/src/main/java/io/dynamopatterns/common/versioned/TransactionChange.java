package io.dynamopatterns.common.versioned;

/**
 * What {@link VersionedTransaction#update} makes of several items. It may be applied several times,
 * to newer versions each time, so it must have no effects but on the items that it is given.
 *
 * @param <R> the answer that it computes
 */
@FunctionalInterface
public interface TransactionChange<R> {
  /**
   * @param items as they were at one moment, to be read and written
   * @return the answer, which {@link TransactionOutcome.Applied} has if the writes were applied
   */
  R apply(TransactionItems items);
}
