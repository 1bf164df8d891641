package io.dynamopatterns.history.restore;

import io.dynamopatterns.common.versioned.WriteOutcome;
import io.dynamopatterns.history.entry.ItemKey;

/** A restore that may have been applied: answers were lost, and the item does not show it. */
public final class RestoreUncertainException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RestoreUncertainException(ItemKey item, WriteOutcome.Unknown<?> outcome) {
    super(
        "It is unknown whether %s was restored. If you sent expectedVersion, send the same request again; otherwise read the item first"
            .formatted(item),
        outcome.cause());
  }
}
