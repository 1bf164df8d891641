package io.dynamopatterns.common.versioned;

/** A versioned write that did not succeed, where the caller asked for an exception. */
public final class WriteFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient WriteOutcome outcome;

  WriteFailedException(WriteOutcome outcome) {
    super(describe(outcome), outcome instanceof WriteOutcome.Unknown u ? u.cause() : null);
    this.outcome = outcome;
  }

  /** How the write ended. */
  public WriteOutcome outcome() {
    return outcome;
  }

  /** Says what happened without the item: messages are logged, payloads are not. */
  private static String describe(WriteOutcome outcome) {
    return switch (outcome) {
      case WriteOutcome.LostRace lost ->
          "lost the race: "
              + lost.current().map(item -> "version " + item.version()).orElse("no item");
      case WriteOutcome.Unknown unknown -> "cannot tell whether it was applied";
      case WriteOutcome.Applied applied -> "applied";
      case WriteOutcome.Unchanged unchanged -> "unchanged";
      default -> outcome.toString();
    };
  }
}
