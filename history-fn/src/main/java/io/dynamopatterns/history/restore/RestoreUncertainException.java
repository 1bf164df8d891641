package io.dynamopatterns.history.restore;

import io.dynamopatterns.common.versioned.WriteOutcome;
import io.dynamopatterns.history.entry.ItemKey;

/**
 * A restore that may not have been done. Sending the same request again tells; it is safe with an
 * expected version, and may overwrite a change that came between without.
 */
public final class RestoreUncertainException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RestoreUncertainException(ItemKey item, WriteOutcome outcome) {
    super(
        "%s may not be restored (%s): with expectedVersion send the same request again, without it read the item first"
            .formatted(item, outcome.getClass().getSimpleName()),
        outcome instanceof WriteOutcome.Unknown unknown ? unknown.cause() : null);
  }
}
