package io.dynamopatterns.history.read;

/** Which end of a history comes first. */
public enum Order {
  NEWEST_FIRST,
  OLDEST_FIRST
}
