package io.dynamopatterns.processor.table;

/** The state of a work item. The names are those in the table, in its filters and its index. */
public enum WorkState {
  /** New: no run has begun it. */
  PENDING,
  /** A run holds its lease. */
  RUNNING,
  /** To be continued now. */
  CONTINUE,
  /** To be tried again, but not before a time. */
  WAITING,
  /** Held by a person, until a person resumes it. */
  PAUSED,
  DONE,
  FAILED,
  CANCELLED;

  /** Whether a run may claim it. Items that come into such a state pass the function's filter. */
  public boolean isReady() {
    return this == PENDING || this == CONTINUE;
  }

  /** Whether its end is published as an event. */
  public boolean isTold() {
    return this == DONE || this == FAILED;
  }

  /** Whether nothing more happens unless a person wants it. */
  public boolean isFinal() {
    return isTold() || this == CANCELLED;
  }
}
