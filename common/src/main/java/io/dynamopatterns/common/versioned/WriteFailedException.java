package io.dynamopatterns.common.versioned;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A write that did not succeed, where the caller asked for an exception. Its message names what
 * happened and no item: messages are logged, payloads are not.
 */
public final class WriteFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WriteFailedException(WriteOutcome<?> outcome) {
    super(describe(outcome), outcome instanceof WriteOutcome.Unknown<?> u ? u.cause() : null);
  }

  /** Of a transaction that was not applied. */
  WriteFailedException(List<Optional<WriteOutcome<?>>> reasons) {
    super(
        reasons.stream()
            .map(reason -> reason.map(WriteFailedException::describe).orElse("not in the way"))
            .collect(Collectors.joining("; ", "no write of the transaction was applied: ", "")));
  }

  WriteFailedException(String message, RuntimeException cause) {
    super(message, cause);
  }

  private static String describe(WriteOutcome<?> outcome) {
    return switch (outcome) {
      case WriteOutcome.LostRace<?> lost ->
          "lost the race: "
              + lost.current().map(item -> "version " + item.version()).orElse("no item");
      case WriteOutcome.Unknown<?> unknown -> "cannot tell whether it was applied";
      case WriteOutcome.Applied<?> applied -> "applied";
      case WriteOutcome.Unchanged<?> unchanged -> "unchanged";
      default -> outcome.toString();
    };
  }
}
