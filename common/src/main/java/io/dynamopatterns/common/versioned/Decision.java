package io.dynamopatterns.common.versioned;

import java.util.Optional;

/**
 * What a program makes of an item, and what it answers.
 *
 * @param next the item's next version, with the same key, or empty to write nothing
 * @param answer computed from the item that was read
 */
public record Decision<T, R>(Optional<T> next, R answer) {

  /** Stores the next version and gives the answer once it is stored. */
  public static <T, R> Decision<T, R> store(T next, R answer) {
    return new Decision<>(Optional.of(next), answer);
  }

  /** Writes nothing. */
  public static <T, R> Decision<T, R> keep(R answer) {
    return new Decision<>(Optional.empty(), answer);
  }
}
