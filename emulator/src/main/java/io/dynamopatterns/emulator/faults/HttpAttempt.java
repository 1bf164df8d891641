package io.dynamopatterns.emulator.faults;

import java.util.Set;

/**
 * One HTTP attempt of an SDK client, as a {@link FaultScript} sees it. Every retry is its own call.
 * The counts start at 1.
 *
 * @param number among all calls of the client
 * @param operation what {@code X-Amz-Target} names, such as {@code PutItem}
 * @param nthOfOperation among the calls of this operation
 * @param nthWrite among the calls that may write, 0 for a call that only reads
 * @param body the request's JSON
 */
public record HttpAttempt(
    int number, String operation, int nthOfOperation, int nthWrite, String body) {
  private static final Set<String> WRITES =
      Set.of(
          "PutItem",
          "UpdateItem",
          "DeleteItem",
          "BatchWriteItem",
          "TransactWriteItems",
          "ExecuteStatement",
          "BatchExecuteStatement",
          "ExecuteTransaction",
          "PutRecord",
          "PutRecords",
          "PutEvents",
          "SendMessage",
          "SendMessageBatch");

  static boolean writes(String operation) {
    return WRITES.contains(operation);
  }

  /** Whether the call may write. */
  public boolean isWrite() {
    return nthWrite > 0;
  }
}
