package io.dynamopatterns.history.restore;

import io.dynamopatterns.history.entry.Position;

/**
 * A restore that succeeded.
 *
 * @param outcome what was done
 * @param position the entry whose state the item has now
 * @param version the item's version now
 */
public record Restored(Outcome outcome, Position position, long version) {
  /** How an item came to be as it was. */
  public enum Outcome {
    /** A live item was replaced. */
    REPLACED,
    /** A deleted item was created again, over its tombstone or without one. */
    CREATED,
    /** The item was as wanted already, perhaps by this very restore, sent once more. */
    UNCHANGED
  }
}
