package io.dynamopatterns.aggregator.round;

/** How far a round has come. It never goes back. */
public enum RoundState {
  /** It takes events. */
  COLLECTING,
  /** The rule said that it is complete. */
  COMPLETE,
  /** It was open for too long. */
  EXPIRED
}
