package io.dynamopatterns.history.read;

/** Which images an answer carries. */
public enum ImagesShown {
  /** The item after the change and before it. */
  ALL,
  /** The item after the change. */
  NEW,
  NONE
}
