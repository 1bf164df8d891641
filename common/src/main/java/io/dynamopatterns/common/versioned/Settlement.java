package io.dynamopatterns.common.versioned;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Decides what a failed condition means: a lost race, or the write's own success whose answer was
 * lost.
 */
final class Settlement {
  private Settlement() {}

  /**
   * @param stored the item that the failed condition returned; empty if there is none
   * @param perhapsApplied whether an earlier attempt of the write may have been applied although
   *     its answer was lost
   */
  static <T> WriteOutcome<T> of(
      PreparedWrite<T> write,
      Map<String, AttributeValue> stored,
      boolean perhapsApplied,
      RuntimeException cause) {
    if (stored.isEmpty()) {
      return write.removes()
          ? new WriteOutcome.Gone<>()
          : refused(Optional.empty(), perhapsApplied, cause);
    }
    VersionedItem<T> current = write.schema().read(stored);
    WriteTokens tokens = current.tokens();
    if (write.removes()) {
      // An applied delete leaves no trace: whatever is stored now, only its sole attempt shows.
      return tokens.replaces(write.before())
          ? new WriteOutcome.Gone<>()
          : refused(Optional.of(current), perhapsApplied, cause);
    }
    WriteTokens.Verdict verdict =
        write.isCreate() ? ofCreate(write, tokens) : tokens.verdict(write.token(), write.before());
    return switch (verdict) {
      case APPLIED -> new WriteOutcome.Applied<>(write.result(), 0);
      case NOT_APPLIED -> new WriteOutcome.LostRace<>(Optional.of(current));
      case UNKNOWN -> refused(Optional.of(current), perhapsApplied, cause);
    };
  }

  /**
   * The incarnation names the write that created the item. If it is another, the create was never
   * applied, unless the item that it created was removed. A tombstone rules that out.
   */
  private static WriteTokens.Verdict ofCreate(PreparedWrite<?> write, WriteTokens tokens) {
    if (tokens.isCreatedBy(write.token())) {
      return WriteTokens.Verdict.APPLIED;
    }
    return write.schema().tombstones().isPresent() && !tokens.incarnation().isEmpty()
        ? WriteTokens.Verdict.NOT_APPLIED
        : WriteTokens.Verdict.UNKNOWN;
  }

  /** What is stored does not tell: only a write that was sent once is known to be refused. */
  private static <T> WriteOutcome<T> refused(
      Optional<VersionedItem<T>> current, boolean perhapsApplied, RuntimeException cause) {
    return perhapsApplied
        ? new WriteOutcome.Unknown<>(cause)
        : new WriteOutcome.LostRace<>(current);
  }
}
