package io.dynamopatterns.aggregator.settings;

/** What becomes of events that reach a group whose round is complete or expired. */
public enum AfterCompletion {
  /** They are kept and counted as late. */
  LATE,
  /** They open the next round. */
  NEXT_ROUND
}
