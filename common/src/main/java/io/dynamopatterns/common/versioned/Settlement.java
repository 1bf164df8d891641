package io.dynamopatterns.common.versioned;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Decides what a failed condition means: a lost race, or the write's own success unheard. */
final class Settlement {
  private Settlement() {}

  /**
   * @param stored the item that the failed condition returned; empty if there is none
   * @param perhapsApplied whether an earlier attempt of the write may have been applied unheard
   */
  static WriteOutcome of(
      PreparedWrite write,
      Map<String, AttributeValue> stored,
      boolean perhapsApplied,
      RuntimeException cause) {
    if (stored.isEmpty()) {
      if (write.isDelete()) {
        return new WriteOutcome.Gone();
      }
      // Written by us and then deleted by another, or deleted before us: nothing is left to tell.
      return perhapsApplied
          ? new WriteOutcome.Unknown(cause)
          : new WriteOutcome.LostRace(Optional.empty());
    }
    VersionedItem current = write.schema().read(stored);
    if (write.isDelete()) {
      return current.tokens().continues(write.before())
          ? new WriteOutcome.LostRace(Optional.of(current))
          : new WriteOutcome.Gone();
    }
    if (write.isCreate()) {
      return current.tokens().isCreatedBy(write.token())
          ? new WriteOutcome.Applied(write.result(), 0)
          : new WriteOutcome.LostRace(Optional.of(current));
    }
    return switch (current.tokens().verdict(write.token(), write.before())) {
      case APPLIED -> new WriteOutcome.Applied(write.result(), 0);
      case NOT_APPLIED -> new WriteOutcome.LostRace(Optional.of(current));
      case UNKNOWN ->
          perhapsApplied
              ? new WriteOutcome.Unknown(cause)
              : new WriteOutcome.LostRace(Optional.of(current));
    };
  }
}
