package io.dynamopatterns.history.restore;

import io.dynamopatterns.common.versioned.WriteOutcome;
import io.dynamopatterns.history.entry.ItemKey;

/** A restore that may not have been done. Sending the same request again is safe and tells. */
public final class RestoreUncertainException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RestoreUncertainException(ItemKey item, WriteOutcome outcome) {
    super(
        "%s may not be restored (%s): send the same request again"
            .formatted(item, outcome.getClass().getSimpleName()),
        outcome instanceof WriteOutcome.Unknown unknown ? unknown.cause() : null);
  }
}
