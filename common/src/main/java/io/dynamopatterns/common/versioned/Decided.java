package io.dynamopatterns.common.versioned;

import java.util.Optional;

/**
 * How {@link VersionedTable#decide} ended.
 *
 * @param outcome of the write
 * @param answer of the decision that was written, or that wanted no write; empty if the write did
 *     not succeed
 */
public record Decided<T, R>(WriteOutcome<T> outcome, Optional<R> answer) {

  /**
   * The answer.
   *
   * @throws WriteFailedException if the write did not succeed
   */
  public R orElseThrow() {
    outcome.orElseThrow();
    return answer.orElseThrow();
  }
}
