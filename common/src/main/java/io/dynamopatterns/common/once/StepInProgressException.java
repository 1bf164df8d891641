package io.dynamopatterns.common.once;

import java.time.Instant;

/** Another run of the same step is under way. */
public final class StepInProgressException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StepInProgressException(Instant until) {
    super("another run of the same step is under way, until %s at the latest".formatted(until));
  }
}
