package io.dynamopatterns.common.versioned;

import java.util.Optional;

/**
 * How a versioned write ended. Only {@link Applied} and {@link Unchanged} are success.
 *
 * @param <T> what the item is to the program
 */
public sealed interface WriteOutcome<T> {

  /**
   * The write was applied, exactly once.
   *
   * @param item the item as this write left it; after a delete, as it was deleted
   * @param lostRaces how often another writer came first
   */
  record Applied<T>(VersionedItem<T> item, int lostRaces) implements WriteOutcome<T> {}

  /**
   * The change wanted no write.
   *
   * @param item the item as it was read, or empty if there is none
   */
  record Unchanged<T>(Optional<VersionedItem<T>> item) implements WriteOutcome<T> {}

  /**
   * Not applied: another writer came first.
   *
   * @param current the item as it is stored now, or empty if there is none
   */
  record LostRace<T>(Optional<VersionedItem<T>> current) implements WriteOutcome<T> {}

  /**
   * A delete found that the item it held is gone, or replaced by one created anew: this very delete
   * removed it and its answer was lost, or another writer did.
   */
  record Gone<T>() implements WriteOutcome<T> {}

  /** Not applied: transactions on the item were in the way until the retries were used up. */
  record Conflict<T>() implements WriteOutcome<T> {}

  /**
   * Not applied: throttled until the retries were used up.
   *
   * @param reason what DynamoDB said, with its throttling reasons where it gives them
   */
  record Throttled<T>(String reason) implements WriteOutcome<T> {}

  /**
   * Not applied, and never will be: DynamoDB refuses the write itself, for example for its size.
   *
   * @param message what DynamoDB said
   */
  record Invalid<T>(String message) implements WriteOutcome<T> {}

  /** Not applied: the deadline had passed before it was sent. */
  record NotSent<T>() implements WriteOutcome<T> {}

  /**
   * Perhaps applied: answers were lost, and what is stored now does not tell any more.
   *
   * @param cause the last failure
   */
  record Unknown<T>(RuntimeException cause) implements WriteOutcome<T> {}

  /** Whether the item is as the caller wanted it. */
  default boolean succeeded() {
    return this instanceof Applied || this instanceof Unchanged;
  }

  /**
   * The item after a write that succeeded.
   *
   * @return the item, or empty if there is none and none was wanted
   * @throws WriteFailedException for every other outcome
   */
  default Optional<VersionedItem<T>> orElseThrow() {
    return switch (this) {
      case Applied<T> applied -> Optional.of(applied.item());
      case Unchanged<T> unchanged -> unchanged.item();
      default -> throw new WriteFailedException(this);
    };
  }
}
