package io.dynamopatterns.history.read;

import java.util.Optional;

/**
 * An item as it was at a time.
 *
 * @param state whether it was there
 * @param version the last entry up to then
 */
public record AsOfAnswer(State state, Optional<Version> version) {
  /** What the history knows. */
  public enum State {
    EXISTS,
    DELETED,
    /** The history has no entry up to that time. */
    UNKNOWN
  }
}
