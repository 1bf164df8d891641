package io.dynamopatterns.emulator.faults;

import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;

/** What happens to one call on its way to the service or back. */
public sealed interface Fault {
  /** Nothing: the call goes through. */
  Fault NONE = new Delay(Duration.ZERO);

  /** The connection breaks before the service hears of the call. */
  Fault DROP_BEFORE_SEND = new Drop(false);

  /** The service applies the call and its answer is lost: the ambiguous commit. */
  Fault DROP_ANSWER = new Drop(true);

  /** The process dies before the service hears of the call. */
  Fault KILL_BEFORE = new Kill(false);

  /** The process dies after the service applied the call. */
  Fault KILL_AFTER = new Kill(true);

  /** HTTP 500, nothing applied. */
  Fault SERVER_ERROR =
      new Refusal(500, "InternalServerError", "\"message\":\"Injected: internal server error\"");

  static Fault delay(Duration time) {
    return new Delay(time);
  }

  /**
   * The call is throttled, nothing applied.
   *
   * @param reasons as the service gives them, such as {@code TableWriteKeyRangeThroughputExceeded}
   */
  static Fault throttle(String... reasons) {
    return new Refusal(
        400,
        "ProvisionedThroughputExceededException",
        "\"message\":\"Injected: throughput exceeded\",\"ThrottlingReasons\":["
            + String.join(
                ",",
                List.of(reasons).stream()
                    .map(
                        reason ->
                            "{\"reason\":\"%s\",\"resource\":\"arn:aws:dynamodb:us-east-1:123456789012:table/injected\"}"
                                .formatted(reason))
                    .toList())
            + "]");
  }

  /**
   * The transaction is cancelled, nothing applied.
   *
   * @param codes one per action of the transaction, such as {@code TransactionConflict} or {@code
   *     None}
   */
  static Fault transactionCanceled(String... codes) {
    return new Refusal(
        400,
        "TransactionCanceledException",
        "\"Message\":\"Transaction cancelled, please refer cancellation reasons for specific reasons ["
            + String.join(", ", codes)
            + "]\",\"CancellationReasons\":["
            + String.join(",", List.of(codes).stream().map("{\"Code\":\"%s\"}"::formatted).toList())
            + "]");
  }

  /**
   * The selected items of a {@code BatchWriteItem} are not applied and come back as {@code
   * UnprocessedItems}; the first item is always applied, as the service refuses a batch of which it
   * can apply nothing. Other operations go through.
   *
   * @param items selects by position in the request, from 0
   */
  static Fault unprocessed(IntPredicate items) {
    return new Unprocessed(items);
  }

  /**
   * The selected statements of a {@code BatchExecuteStatement} are not applied and answered with
   * {@code ThrottlingError}. Other operations go through.
   *
   * @param statements selects by position in the request, from 0
   */
  static Fault throttleStatements(IntPredicate statements) {
    return new ThrottledStatements(statements);
  }

  record Delay(Duration time) implements Fault {}

  record Drop(boolean applied) implements Fault {}

  record Kill(boolean applied) implements Fault {}

  record Refusal(int status, String type, String members) implements Fault {
    String body() {
      return "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",%s}".formatted(type, members);
    }
  }

  record Unprocessed(IntPredicate items) implements Fault {}

  record ThrottledStatements(IntPredicate statements) implements Fault {}
}
