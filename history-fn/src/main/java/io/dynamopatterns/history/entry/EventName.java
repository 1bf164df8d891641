package io.dynamopatterns.history.entry;

/** What happened to the item. */
public enum EventName {
  INSERT,
  MODIFY,
  REMOVE,
  /** Nothing happened: the item was found like this when the history of its table began. */
  BASELINE
}
