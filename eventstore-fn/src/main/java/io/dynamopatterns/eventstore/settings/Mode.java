package io.dynamopatterns.eventstore.settings;

/** How events come into the event table. */
public enum Mode {
  /** Each as an item, at once. */
  DIRECT,
  /** Those of a batch in few compressed items, at once. */
  PACKED,
  /** Through a buffer table, from which a pump moves them. */
  BUFFERED
}
