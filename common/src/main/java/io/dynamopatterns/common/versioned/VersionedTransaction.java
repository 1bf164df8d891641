package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.ItemJson;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Versioned writes over several items, and tables, all or nothing ({@link #commit}, {@link
 * #update}), or as many as go ({@link #batch}). A transaction costs twice what its writes cost
 * alone.
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

  /** What a write carries beside its item: version, tokens, condition. */
  private static final int OVERHEAD = 2 * 1024;

  private final DynamoDbClient client;
  private final Attempts.Source attempts;
  private final Writers writers;
  private final Deadline deadline;

  /** Transactions, with a minute for each call with all its retries. */
  public VersionedTransaction(DynamoDbClient client) {
    this(client, new Attempts.Source(client), new Writers(), null);
  }

  private VersionedTransaction(
      DynamoDbClient client, Attempts.Source attempts, Writers writers, Deadline deadline) {
    this.client = client;
    this.attempts = attempts;
    this.writers = writers;
    this.deadline = deadline;
  }

  /**
   * The same with a deadline: nothing is sent once it has passed, and a call under way ends within
   * a second of it.
   */
  public VersionedTransaction within(Deadline newDeadline) {
    return new VersionedTransaction(client, attempts, writers, newDeadline);
  }

  /**
   * Applies all writes or none. Transactions that only get in each other's way are tried again; a
   * lost race is not, because the caller decides what it means for the other writes.
   *
   * <p>One request, at twice the write units of its writes. Needs the permissions of its writes:
   * {@code dynamodb:PutItem}, {@code DeleteItem}, {@code ConditionCheckItem}.
   *
   * @param writes 1 to {@value #MAX_WRITES}, each to another item
   * @throws IllegalArgumentException for more or fewer writes, two to one item, or a client whose
   *     Region is not the owner of a table
   */
  public TransactionOutcome<List<VersionedItem<?>>> commit(List<VersionedWrite<?>> writes) {
    requireItems(writes.size());
    requireDistinctItems(writes);
    return commit(writes, timeLimit());
  }

  /**
   * Reads items of any tables as they are at one moment, with one request, at twice the units of
   * strongly consistent reads. Needs {@code dynamodb:GetItem}.
   *
   * @param items 1 to {@value #MAX_WRITES} different items, of 4 MB in all
   * @throws SdkException if they cannot be read, also if transactions were in the way until the
   *     deadline
   */
  public TransactionItems get(List<ItemReference<?>> items) {
    requireItems(items.size());
    return read(items, timeLimit());
  }

  /**
   * Reads the items in one transaction and commits what the change makes of them, again on the
   * newer items after each lost race. The change sees all items as they were at one moment, so it
   * may also decide to write nothing. It costs a {@link #get} and a {@link #commit}, and both again
   * for each lost race.
   *
   * @param items 1 to {@value #MAX_WRITES} different items, of 4 MB in all
   * @return how the last transaction ended, with the change's answer
   */
  public <R> TransactionOutcome<R> update(
      List<ItemReference<?>> items, TransactionChange<R> change) {
    Deadline limit = timeLimit();
    requireItems(items.size());
    for (int lostRaces = 1; ; lostRaces++) {
      if (limit.passed()) {
        return refused(items.size(), new WriteOutcome.NotSent<>());
      }
      TransactionItems current = read(items, limit);
      R answer = change.apply(current);
      if (current.writes().isEmpty()) {
        return new TransactionOutcome.Applied<>(answer);
      }
      TransactionOutcome<List<VersionedItem<?>>> outcome = commit(current.writes(), limit);
      if (!isLostRace(outcome) || !VersionedTable.RACES.allows(lostRaces) || limit.passed()) {
        return switch (outcome) {
          case TransactionOutcome.Applied<?> applied -> new TransactionOutcome.Applied<>(answer);
          case TransactionOutcome.NotApplied<?> not ->
              new TransactionOutcome.NotApplied<>(not.reasons());
          case TransactionOutcome.Unknown<?> unknown ->
              new TransactionOutcome.Unknown<>(unknown.cause());
        };
      }
      VersionedTable.RACES.pause(lostRaces, limit);
    }
  }

  /**
   * Applies each write that can be, in transactions of up to {@value #MAX_WRITES} writes: one that
   * lost its race, or is refused, does not keep back the others.
   *
   * @param writes any number, each to another item, no {@link VersionedWrite.Check}
   * @return how each write ended, in order
   * @throws IllegalArgumentException for two writes to one item, or a check
   */
  public <T> List<WriteOutcome<T>> batch(List<VersionedWrite<T>> writes) {
    requireDistinctItems(writes);
    if (writes.stream().anyMatch(VersionedTransaction::isCheck)) {
      throw new IllegalArgumentException("a check belongs to a transaction: it has no use alone");
    }
    Deadline limit = timeLimit();
    List<WriteOutcome<T>> outcomes = new ArrayList<>(Collections.nCopies(writes.size(), null));
    Deque<List<Integer>> chunks = new ArrayDeque<>(chunks(writes));
    while (!chunks.isEmpty()) {
      List<Integer> chunk = chunks.pop();
      TransactionOutcome<List<VersionedItem<?>>> outcome =
          commit(chunk.stream().<VersionedWrite<?>>map(writes::get).toList(), limit);
      if (chunk.size() > 1 && isRefusedAsAWhole(outcome)) {
        // DynamoDB does not say which write it refuses: the halves tell.
        chunks.push(chunk.subList(chunk.size() / 2, chunk.size()));
        chunks.push(chunk.subList(0, chunk.size() / 2));
        continue;
      }
      List<Integer> again = new ArrayList<>();
      for (int i = 0; i < chunk.size(); i++) {
        int index = chunk.get(i);
        outcomes.set(index, outcomeOf(writes.get(index), outcome, i).orElse(null));
        if (outcomes.get(index) == null) {
          again.add(index);
        }
      }
      if (!again.isEmpty()) {
        chunks.push(again);
      }
    }
    return List.copyOf(outcomes);
  }

  private static boolean isCheck(VersionedWrite<?> write) {
    return write instanceof VersionedWrite.Check<?>
        || write instanceof VersionedWrite.CheckAbsent<?>;
  }

  /** Commits, and once more over what is left of the items that only creates have met. */
  private TransactionOutcome<List<VersionedItem<?>>> commit(
      List<VersionedWrite<?>> writes, Deadline limit) {
    TransactionOutcome<List<VersionedItem<?>>> outcome = commitAsGiven(writes, limit);
    if (!(outcome instanceof TransactionOutcome.NotApplied<List<VersionedItem<?>>> not)) {
      return outcome;
    }
    List<VersionedWrite<?>> over = new ArrayList<>();
    List<Optional<WriteOutcome<?>>> reasons = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      Optional<WriteOutcome<?>> reason = not.reasons().get(i);
      Optional<VersionedWrite<?>> again = reason.flatMap(overWhatIsLeft(writes.get(i)));
      over.add(again.orElse(writes.get(i)));
      reasons.add(again.isPresent() ? Optional.empty() : reason.map(VersionedTransaction::shown));
    }
    return over.equals(writes) || reasons.stream().anyMatch(Optional::isPresent)
        ? new TransactionOutcome.NotApplied<>(reasons)
        : commit(over, limit);
  }

  /** A create or a check of absence, based on the tombstone or expired item that it has met. */
  private static <T> Function<WriteOutcome<?>, Optional<VersionedWrite<?>>> overWhatIsLeft(
      VersionedWrite<T> write) {
    return reason -> {
      if (!(reason instanceof WriteOutcome.LostRace<?> lost)) {
        return Optional.empty();
      }
      // The reason is of the write's own item.
      @SuppressWarnings("unchecked")
      Optional<VersionedItem<T>> current = ((WriteOutcome.LostRace<T>) lost).current();
      Optional<VersionedItem<T>> left = current.filter(VersionedItem::isAbsent);
      return switch (write) {
        case VersionedWrite.Create<T> create -> left.map(create::over);
        case VersionedWrite.CheckAbsent<T> check ->
            left.map(item -> new VersionedWrite.Check<>(check.schema(), item));
        default -> Optional.empty();
      };
    };
  }

  private static WriteOutcome<?> shown(WriteOutcome<?> reason) {
    return VersionedTable.shown(reason);
  }

  private TransactionOutcome<List<VersionedItem<?>>> commitAsGiven(
      List<VersionedWrite<?>> writes, Deadline limit) {
    writes.forEach(write -> write.schema().requireOwner(client));
    if (limit.passed()) {
      return refused(writes.size(), new WriteOutcome.NotSent<>());
    }
    Writers.Writer writer = writers.lend();
    List<PreparedWrite<?>> prepared = new ArrayList<>();
    writes.forEach(write -> prepared.add(new PreparedWrite<>(write, writer)));
    TransactionOutcome<List<VersionedItem<?>>> outcome = send(prepared, limit);
    // Also if the outcome is unknown: a transaction is recognised by its request token, so nothing
    // asks for the write token of an earlier one.
    writers.giveBack(writer);
    return outcome;
  }

  /**
   * Reads all items as they are at one moment. The read is refused while a transaction writes one
   * of them, and is then tried again.
   */
  private TransactionItems read(List<ItemReference<?>> items, Deadline limit) {
    List<TransactGetItem> gets =
        items.stream()
            .map(
                item ->
                    TransactGetItem.builder()
                        .get(
                            get ->
                                get.tableName(item.schema().tableName())
                                    .key(item.key().attributes()))
                        .build())
            .toList();
    for (int attempt = 1; ; attempt++) {
      try {
        List<ItemResponse> answers =
            client
                .transactGetItems(
                    request ->
                        request
                            .transactItems(gets)
                            .overrideConfiguration(
                                call -> call.apiCallTimeout(limit.callTimeout())))
                .responses();
        Map<ItemReference<?>, Optional<? extends VersionedItem<?>>> stored = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
          Map<String, AttributeValue> item = answers.get(i).item();
          stored.put(
              items.get(i),
              item.isEmpty() ? Optional.empty() : Optional.of(items.get(i).schema().read(item)));
        }
        return new TransactionItems(stored);
      } catch (TransactionCanceledException e) {
        boolean passing =
            e.cancellationReasons().stream()
                .allMatch(reason -> reason(reason).filter(other -> !passes(other)).isEmpty());
        if (!passing || !VersionedTable.RACES.allows(attempt) || limit.passed()) {
          throw e;
        }
      }
      VersionedTable.RACES.pause(attempt, limit);
    }
  }

  private static boolean isLostRace(TransactionOutcome<?> outcome) {
    return outcome instanceof TransactionOutcome.NotApplied<?> not
        && not.reasons().stream()
            .flatMap(Optional::stream)
            .anyMatch(
                reason ->
                    reason instanceof WriteOutcome.LostRace<?>
                        || reason instanceof WriteOutcome.Gone<?>);
  }

  private static boolean isRefusedAsAWhole(TransactionOutcome<?> outcome) {
    return outcome instanceof TransactionOutcome.NotApplied<?> not
        && not.reasons().stream()
            .allMatch(reason -> reason.filter(WriteOutcome.Invalid.class::isInstance).isPresent());
  }

  /** Empty for a write that was not in the way of its transaction and is to be tried again. */
  @SuppressWarnings("unchecked") // what a transaction says of a write is of the write's type
  private static <T> Optional<WriteOutcome<T>> outcomeOf(
      VersionedWrite<T> write, TransactionOutcome<List<VersionedItem<?>>> outcome, int index) {
    return switch (outcome) {
      case TransactionOutcome.Applied<List<VersionedItem<?>>> applied ->
          Optional.of(
              new WriteOutcome.Applied<>((VersionedItem<T>) applied.result().get(index), 0));
      case TransactionOutcome.NotApplied<?> not ->
          not.reasons().get(index).map(reason -> (WriteOutcome<T>) reason);
      case TransactionOutcome.Unknown<?> unknown ->
          Optional.of(new WriteOutcome.Unknown<>(unknown.cause()));
    };
  }

  /** The indexes of the writes, in chunks that fit a transaction. */
  private static List<List<Integer>> chunks(List<? extends VersionedWrite<?>> writes) {
    List<List<Integer>> chunks = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < writes.size(); i++) {
      int size = size(writes.get(i));
      if (chunks.isEmpty() || chunks.getLast().size() == MAX_WRITES || bytes + size > MAX_BYTES) {
        chunks.add(new ArrayList<>());
        bytes = 0;
      }
      chunks.getLast().add(i);
      bytes += size;
    }
    return chunks;
  }

  /** About how many bytes a write carries, not less than the service counts. */
  private static <T> int size(VersionedWrite<T> write) {
    Map<String, AttributeValue> item =
        switch (write) {
          case VersionedWrite.Create<T> create -> write.schema().codec().write(create.item());
          case VersionedWrite.Replace<T> replace ->
              write.schema().codec().write(replace.item(), replace.held().attributes());
          default -> write.key().attributes();
        };
    return ItemJson.writeBytes(item).length + OVERHEAD;
  }

  private static void requireItems(int number) {
    if (number < 1 || number > MAX_WRITES) {
      throw new IllegalArgumentException(
          "a transaction has 1 to %d items, not %d".formatted(MAX_WRITES, number));
    }
  }

  private static void requireDistinctItems(List<? extends VersionedWrite<?>> writes) {
    Set<List<Object>> seen = new HashSet<>();
    for (VersionedWrite<?> write : writes) {
      if (!seen.add(List.of(write.schema().tableName(), write.key()))) {
        throw new IllegalArgumentException(
            "two writes to one item, table %s, key %s"
                .formatted(write.schema().tableName(), write.key()));
      }
    }
  }

  /**
   * Sends one transaction until its fate is known. With the same request token DynamoDB answers
   * with success where an earlier attempt was applied, for ten minutes, which is more than all
   * attempts together can take. So a failed condition means that none was; a conflict or throttling
   * does not.
   */
  private TransactionOutcome<List<VersionedItem<?>>> send(
      List<PreparedWrite<?>> writes, Deadline limit) {
    String requestToken = writes.getFirst().token().toString();
    boolean perhapsApplied = false;
    for (int attempt = 1; ; attempt++) {
      Attempts call = attempts.ofCall();
      try {
        client.transactWriteItems(
            request ->
                request
                    .clientRequestToken(requestToken)
                    .transactItems(writes.stream().map(PreparedWrite::inTransaction).toList())
                    .overrideConfiguration(call.until(limit)));
        List<VersionedItem<?>> items = new ArrayList<>();
        writes.forEach(write -> items.add(write.result()));
        return new TransactionOutcome.Applied<>(items);
      } catch (TransactionCanceledException e) {
        perhapsApplied |= call.perhapsAppliedBeforeTheLast();
        List<Optional<WriteOutcome<?>>> reasons = reasons(writes, e);
        boolean passing =
            reasons.stream().flatMap(Optional::stream).allMatch(VersionedTransaction::passes);
        if (!passing || isLast(attempt, limit)) {
          return passing && perhapsApplied
              ? new TransactionOutcome.Unknown<>(e)
              : new TransactionOutcome.NotApplied<>(reasons);
        }
      } catch (SdkException e) {
        SendFailure failure = call.failure(e);
        perhapsApplied |= failure == SendFailure.AMBIGUOUS || call.perhapsAppliedBeforeTheLast();
        if (!failure.retryable() || isLast(attempt, limit)) {
          return perhapsApplied
              ? new TransactionOutcome.Unknown<>(e)
              : refused(writes.size(), call.outcome(e));
        }
      }
      VersionedTable.SENDS.pause(attempt, limit);
    }
  }

  private static boolean passes(WriteOutcome<?> reason) {
    return reason instanceof WriteOutcome.Conflict<?>
        || reason instanceof WriteOutcome.Throttled<?>;
  }

  private static boolean isLast(int attempt, Deadline limit) {
    return !VersionedTable.SENDS.allows(attempt) || limit.passed();
  }

  private static <R> TransactionOutcome<R> refused(int writes, WriteOutcome<?> reason) {
    return new TransactionOutcome.NotApplied<>(Collections.nCopies(writes, Optional.of(reason)));
  }

  private static List<Optional<WriteOutcome<?>>> reasons(
      List<PreparedWrite<?>> writes, TransactionCanceledException e) {
    List<Optional<WriteOutcome<?>>> reasons = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      reasons.add(reason(writes.get(i), e.cancellationReasons().get(i), e));
    }
    return reasons;
  }

  private static Optional<WriteOutcome<?>> reason(
      PreparedWrite<?> write, CancellationReason reason, TransactionCanceledException e) {
    return "ConditionalCheckFailed".equals(reason.code())
        ? Optional.of(Settlement.of(write, reason.item(), false, e))
        : reason(reason);
  }

  private static Optional<WriteOutcome<?>> reason(CancellationReason reason) {
    return switch (reason.code()) {
      case "None" -> Optional.empty();
      case "TransactionConflict" -> Optional.of(new WriteOutcome.Conflict<>());
      case "ThrottlingError", "ProvisionedThroughputExceeded" ->
          Optional.of(new WriteOutcome.Throttled<>(reason.message()));
      default -> Optional.of(new WriteOutcome.Invalid<>(reason.code() + ": " + reason.message()));
    };
  }

  private Deadline timeLimit() {
    return deadline != null ? deadline : Deadline.after(VersionedTable.DEFAULT_TIME);
  }
}
