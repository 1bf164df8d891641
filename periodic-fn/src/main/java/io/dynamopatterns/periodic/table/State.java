package io.dynamopatterns.periodic.table;

/** How far a bucket is. It only ever moves to the next. */
public enum State {
  /** Events that are in it are in its digests. */
  OPEN,
  /** A closer has claimed it: an event that comes now may have been seen, or not. */
  CLOSING,
  /** All its digests are published. */
  CLOSED
}
