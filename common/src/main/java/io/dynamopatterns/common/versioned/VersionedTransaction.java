package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.Deadline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Versioned writes over several items, and tables, all or nothing ({@link #commit}), or as many as
 * go ({@link #batch}). A transaction costs twice what its writes cost alone.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html">
 *     DynamoDB transactions</a>
 */
public final class VersionedTransaction {
  /** The service's limit of actions in one transaction. */
  public static final int MAX_WRITES = 100;

  /** The service's limit of bytes in one transaction. */
  static final int MAX_BYTES = 4 * 1024 * 1024;

  private final DynamoDbClient client;
  private final Writers writers = new Writers();

  public VersionedTransaction(DynamoDbClient client) {
    this.client = client;
  }

  /**
   * Applies all writes or none. Transactions that only get in each other's way are tried again; a
   * lost race is not, because the caller decides what it means for the other writes.
   *
   * @param writes 1 to {@value #MAX_WRITES}, each to another item
   * @throws IllegalArgumentException for more or fewer writes, or two to one item
   */
  public TransactionOutcome commit(List<VersionedWrite> writes, Deadline deadline) {
    if (writes.isEmpty() || writes.size() > MAX_WRITES) {
      throw new IllegalArgumentException(
          "a transaction has 1 to %d writes, not %d".formatted(MAX_WRITES, writes.size()));
    }
    requireDistinctItems(writes);
    Writers.Writer writer = writers.lend();
    TransactionOutcome outcome =
        send(writes.stream().map(write -> new PreparedWrite(write, writer)).toList(), deadline);
    if (!(outcome instanceof TransactionOutcome.Unknown)) {
      writers.giveBack(writer);
    }
    return outcome;
  }

  /**
   * Applies each write that can be, in transactions of up to {@value #MAX_WRITES} writes: one that
   * lost its race, or is refused, does not keep back the others.
   *
   * @param writes any number, each to another item, no {@link VersionedWrite.Check}
   * @return how each write ended, in order
   * @throws IllegalArgumentException for two writes to one item, or a check
   */
  public List<WriteOutcome> batch(List<VersionedWrite> writes, Deadline deadline) {
    requireDistinctItems(writes);
    if (writes.stream().anyMatch(VersionedWrite.Check.class::isInstance)) {
      throw new IllegalArgumentException("a check belongs to a transaction: it has no use alone");
    }
    WriteOutcome[] outcomes = new WriteOutcome[writes.size()];
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      open.add(i);
    }
    while (!open.isEmpty()) {
      List<Integer> chunk = open.subList(0, chunkLength(writes, open));
      TransactionOutcome outcome = commit(chunk.stream().map(writes::get).toList(), deadline);
      for (int i = 0; i < chunk.size(); i++) {
        outcomes[chunk.get(i)] = outcomeOf(outcome, i);
      }
      // Each round settles one write at least, so this ends.
      open.removeIf(index -> outcomes[index] != null);
    }
    return List.of(outcomes);
  }

  /** Null for a write that was not in the way of its transaction and is to be tried again. */
  private static WriteOutcome outcomeOf(TransactionOutcome outcome, int index) {
    return switch (outcome) {
      case TransactionOutcome.Applied applied ->
          new WriteOutcome.Applied(applied.items().get(index), 0);
      case TransactionOutcome.NotApplied not -> not.reasons().get(index).orElse(null);
      case TransactionOutcome.Unknown unknown -> new WriteOutcome.Unknown(unknown.cause());
    };
  }

  private int chunkLength(List<VersionedWrite> writes, List<Integer> open) {
    Writers.Writer writer = writers.lend();
    long bytes = 0;
    int length = 0;
    while (length < Math.min(open.size(), MAX_WRITES)) {
      bytes += new PreparedWrite(writes.get(open.get(length)), writer).size();
      if (bytes > MAX_BYTES && length > 0) {
        break;
      }
      length++;
    }
    writers.giveBack(writer);
    return length;
  }

  private static void requireDistinctItems(List<VersionedWrite> writes) {
    Set<List<Object>> seen = new HashSet<>();
    for (VersionedWrite write : writes) {
      Map<String, AttributeValue> key =
          switch (write) {
            case VersionedWrite.Create create -> create.schema().key(create.item());
            case VersionedWrite.Replace replace ->
                replace.schema().key(replace.held().attributes());
            case VersionedWrite.Delete delete -> delete.schema().key(delete.held().attributes());
            case VersionedWrite.Check check -> check.schema().key(check.held().attributes());
          };
      if (!seen.add(List.of(write.schema().tableName(), key))) {
        throw new IllegalArgumentException(
            "two writes to one item, table %s, key %s".formatted(write.schema().tableName(), key));
      }
    }
  }

  /**
   * Sends one transaction until its fate is known. A cancelled one was never applied: with the same
   * request token DynamoDB answers with success where an earlier attempt was, for ten minutes,
   * which is more than all attempts together can take.
   */
  private TransactionOutcome send(List<PreparedWrite> writes, Deadline deadline) {
    String requestToken = writes.getFirst().token().toString();
    boolean perhapsApplied = false;
    for (int attempt = 1; ; attempt++) {
      Attempts attempts = new Attempts();
      boolean mayRetry = VersionedTable.SENDS.allows(attempt) && !deadline.passed();
      try {
        client.transactWriteItems(
            request ->
                request
                    .clientRequestToken(requestToken)
                    .transactItems(writes.stream().map(PreparedWrite::inTransaction).toList())
                    .overrideConfiguration(override -> override.addMetricPublisher(attempts)));
        return new TransactionOutcome.Applied(writes.stream().map(PreparedWrite::result).toList());
      } catch (TransactionCanceledException e) {
        List<Optional<WriteOutcome>> reasons = reasons(writes, e);
        boolean passing = reasons.stream().flatMap(Optional::stream).allMatch(this::passes);
        if (!passing || !mayRetry) {
          return new TransactionOutcome.NotApplied(reasons);
        }
        perhapsApplied = false;
      } catch (SdkException e) {
        SendFailure failure = SendFailure.of(e);
        perhapsApplied |=
            failure == SendFailure.AMBIGUOUS || attempts.perhapsAppliedBeforeTheLast();
        if (!failure.retryable() || !mayRetry) {
          return perhapsApplied && failure.retryable()
              ? new TransactionOutcome.Unknown(e)
              : refused(writes, failure.outcome(e));
        }
      }
      VersionedTable.SENDS.pause(attempt, deadline);
    }
  }

  private boolean passes(WriteOutcome reason) {
    return reason instanceof WriteOutcome.Conflict || reason instanceof WriteOutcome.Throttled;
  }

  private static TransactionOutcome refused(List<PreparedWrite> writes, WriteOutcome reason) {
    return new TransactionOutcome.NotApplied(
        writes.stream().map(write -> Optional.of(reason)).toList());
  }

  private static List<Optional<WriteOutcome>> reasons(
      List<PreparedWrite> writes, TransactionCanceledException e) {
    List<Optional<WriteOutcome>> reasons = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      reasons.add(reason(writes.get(i), e.cancellationReasons().get(i), e));
    }
    return reasons;
  }

  private static Optional<WriteOutcome> reason(
      PreparedWrite write, CancellationReason reason, TransactionCanceledException e) {
    return switch (reason.code()) {
      case "None" -> Optional.empty();
      case "ConditionalCheckFailed" -> Optional.of(Settlement.of(write, reason.item(), false, e));
      case "TransactionConflict" -> Optional.of(new WriteOutcome.Conflict());
      case "ThrottlingError", "ProvisionedThroughputExceeded" ->
          Optional.of(new WriteOutcome.Throttled(reason.message()));
      default -> Optional.of(new WriteOutcome.Invalid(reason.code() + ": " + reason.message()));
    };
  }
}
