package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.Key;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/**
 * Optimistic locking on a table: every write names the version it is based on, and is refused by
 * DynamoDB when another writer came first.
 *
 * <ul>
 *   <li>No update is lost, under any interleaving of writers.
 *   <li>A write that reports success was applied exactly once, also when answers are lost: each
 *       write leaves a token in the item by which a retry recognises it.
 *   <li>It costs one write when the caller holds the item, one strongly consistent read more when
 *       it does not, and one write more per lost race: the refused write returns the item that is
 *       stored, and the change is applied to that. Only after three lost races in a row it pauses,
 *       and reads the item anew.
 * </ul>
 *
 * <p>Where items are deleted and created again, choose {@link VersionedSchema#withTombstones}.
 * Every outcome is then exact: {@link WriteOutcome.Applied} means once, {@link
 * WriteOutcome.LostRace} and the other refusals mean never, also if DynamoDB runs an attempt after
 * the call has ended. Versions continue over deletions. Tombstones do not cover an item that
 * another application deletes, or that DynamoDB's time to live removes: its life ends there.
 *
 * <p>Without tombstones the same holds in the life of an item, from its creation to its deletion.
 * Over a deletion:
 *
 * <ul>
 *   <li>A write whose answer was lost ends as {@link WriteOutcome.Unknown}, or a delete as {@link
 *       WriteOutcome.Gone}, if the item was deleted before the retry, also if it was created again.
 *   <li>A retry of a create, or of an update of an absent item, can bring the item back: DynamoDB
 *       stores it once more after the deletion. It has the same incarnation and tokens as before,
 *       so a write to it that was under way at the deletion may run in both lives.
 *   <li>An item without tokens, of another application, is distinguished from its successor by its
 *       version alone. If both have the same, or none, a retry takes one for the other.
 * </ul>
 *
 * <p>Versions are compared in one Region. On a global table all versioned writes of an item must go
 * to one Region; {@link VersionedSchema#ownedBy} checks that.
 *
 * <p>Instances are immutable and may be shared by threads. How a write ends is a {@link
 * WriteOutcome}; faults of the set-up (a missing table, a missing permission) and of reads come as
 * the SDK's exceptions. Write nothing before a SnapStart snapshot is taken: functions restored from
 * it would take each other for one writer.
 *
 * @param <T> the type of the items, as the {@link VersionedSchema} has it
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html#DDB-PutItem-request-ReturnValuesOnConditionCheckFailure">
 *     ReturnValuesOnConditionCheckFailure</a>
 */
public final class VersionedTable<T> {
  /** For what the SDK has tried three times already. */
  static final Backoff SENDS = new Backoff(5, Duration.ofMillis(20), Duration.ofSeconds(1));

  /** For writers who get in each other's way. */
  static final Backoff RACES = new Backoff(64, Duration.ofMillis(5), Duration.ofMillis(250));

  /** Lost races after which the item in hand is tried at once, without a pause and a read. */
  private static final int RACES_WITHOUT_PAUSE = 3;

  static final Duration DEFAULT_TIME = Duration.ofMinutes(1);

  private final DynamoDbClient client;
  private final VersionedSchema<T> schema;
  private final Attempts.Source attempts;
  private final Writers writers;
  private final Deadline deadline;

  /**
   * The table, with a minute for each call with all its retries.
   *
   * @throws IllegalArgumentException if the client's Region is not the table's owner
   */
  public VersionedTable(DynamoDbClient client, VersionedSchema<T> schema) {
    this(client, schema, new Attempts.Source(client), new Writers(), null);
  }

  private VersionedTable(
      DynamoDbClient client,
      VersionedSchema<T> schema,
      Attempts.Source attempts,
      Writers writers,
      Deadline deadline) {
    schema.requireOwner(client);
    this.client = client;
    this.schema = schema;
    this.attempts = attempts;
    this.writers = writers;
    this.deadline = deadline;
  }

  /**
   * The same table with a deadline: nothing is sent once it has passed, and a call under way ends
   * within a second of it.
   */
  public VersionedTable<T> within(Deadline newDeadline) {
    return new VersionedTable<>(client, schema, attempts, writers, newDeadline);
  }

  /** Strongly consistent reads of the table: queries, scans, many items. */
  public Reads<T> strong() {
    return new Reads<>(client, schema, Reads.Consistency.STRONG, deadline);
  }

  /** Eventually consistent reads of the table and its indexes, at half the cost. */
  public Reads<T> eventual() {
    return new Reads<>(client, schema, Reads.Consistency.EVENTUAL, deadline);
  }

  /**
   * Reads an item, strongly consistent, with one request: ⌈item / 4 KB⌉ read units. Needs {@code
   * dynamodb:GetItem}.
   *
   * @return the item, or empty if there is none, or it is deleted or expired
   * @throws MalformedItemException if its version or its tokens cannot have been written by this
   *     class, or an attribute is not what the type needs
   */
  public Optional<VersionedItem<T>> get(Key key) {
    return shown(get(key, timeLimit()));
  }

  /**
   * Reads what is stored of an item, strongly consistent: all its attributes, also those of a
   * tombstone. For programs that do not know whether the table's writers leave tombstones.
   */
  public Optional<Map<String, AttributeValue>> stored(Key key) {
    return stored(key, timeLimit());
  }

  /**
   * An item that was read by other means, such as a strongly consistent query, to be written to.
   *
   * @param stored all its attributes
   * @throws MalformedItemException if its version or its tokens cannot have been written by this
   *     class
   * @throws IllegalArgumentException if it is a tombstone or has expired; {@link Reads} leaves
   *     those out
   */
  public VersionedItem<T> held(Map<String, AttributeValue> stored) {
    VersionedItem<T> item = schema.read(stored);
    if (item.isAbsent()) {
      throw new IllegalArgumentException(
          "table %s: %s is deleted or has expired; leave such items out, as Reads does"
              .formatted(schema.tableName(), schema.key(stored)));
    }
    return item;
  }

  /**
   * Stores an item that must not exist yet, as version 1, with one request: ⌈item / 1 KB⌉ write
   * units. Over a tombstone or an expired item the version continues, and the create costs a second
   * write. Needs {@code dynamodb:PutItem}.
   *
   * @return {@link WriteOutcome.Applied}; {@link WriteOutcome.LostRace} with the item that exists;
   *     or why it was not stored
   */
  public WriteOutcome<T> create(T item) {
    return create(item, 1);
  }

  /**
   * Stores an item that must not exist yet. Over a tombstone it gets the version after the
   * tombstone's, or the given one if that is higher.
   *
   * @param version its first version, for example one that no earlier life of the item has reached
   */
  public WriteOutcome<T> create(T item, long version) {
    Deadline limit = timeLimit();
    VersionedWrite.Create<T> create = new VersionedWrite.Create<>(schema, item, version);
    WriteOutcome<T> outcome = write(create, limit);
    if (outcome instanceof WriteOutcome.LostRace<T> lost
        && lost.current().filter(VersionedItem::isAbsent).isPresent()) {
      outcome = write(create.over(lost.current().get()), limit);
    }
    return shown(outcome);
  }

  /**
   * Stores this in place of the version that the caller holds, with one request: ⌈item / 1 KB⌉
   * write units of the larger of the two. Needs {@code dynamodb:PutItem}.
   *
   * @param item the new version, with the same key. Attributes that its type does not know are kept
   * @return {@link WriteOutcome.LostRace} if another version is stored by now
   * @throws IllegalArgumentException if the key is another one, or the held item was read from an
   *     index
   */
  public WriteOutcome<T> replace(VersionedItem<T> held, T item) {
    return shown(write(new VersionedWrite.Replace<>(schema, held, item), timeLimit()));
  }

  /**
   * Deletes the version that the caller holds, with one request: ⌈item / 1 KB⌉ write units. Needs
   * {@code dynamodb:DeleteItem}, with tombstones {@code dynamodb:PutItem}.
   */
  public WriteOutcome<T> delete(VersionedItem<T> held) {
    return shown(write(new VersionedWrite.Delete<>(schema, held), timeLimit()));
  }

  /**
   * Reads the item and applies the change, again on the newer item after each lost race. It costs
   * the read and a write, and a write more for each lost race. Needs {@code dynamodb:GetItem} and
   * {@code dynamodb:PutItem}.
   *
   * @throws IllegalArgumentException if the change gives the item another key
   * @throws software.amazon.awssdk.core.exception.SdkException if the item cannot be read
   */
  public WriteOutcome<T> update(Key key, Change<T> change) {
    return decide(key, decision(change)).outcome();
  }

  /** Applies the change to the item in hand, and after each lost race to the newer one. */
  public WriteOutcome<T> update(VersionedItem<T> held, Change<T> change) {
    Key key = schema.key(held.attributes());
    return decide(key, Optional.of(held), decision(change), timeLimit()).outcome();
  }

  /**
   * Reads the item and lets the program decide what to store and what to answer, again on the newer
   * item after each lost race. Costs and permissions are those of {@link #update(Key, Change)}.
   *
   * @param decision may be called several times, so it must have no side effects
   * @return the answer of the decision that was stored
   * @throws IllegalArgumentException if the decision gives the item another key
   */
  public <R> Decided<T, R> decide(Key key, Function<Optional<T>, Decision<T, R>> decision) {
    Deadline limit = timeLimit();
    return limit.passed()
        ? new Decided<>(new WriteOutcome.NotSent<>(), Optional.empty())
        : decide(key, get(key, limit), decision, limit);
  }

  private static <T> Function<Optional<T>, Decision<T, Boolean>> decision(Change<T> change) {
    return current -> {
      Optional<T> next = change.apply(current);
      return new Decision<>(next, next.isPresent());
    };
  }

  private <R> Decided<T, R> decide(
      Key key,
      Optional<VersionedItem<T>> first,
      Function<Optional<T>, Decision<T, R>> decision,
      Deadline limit) {
    Optional<VersionedItem<T>> current = first;
    for (int lostRaces = 0; ; ) {
      Decision<T, R> decided = decision.apply(shown(current).map(VersionedItem::value));
      if (decided.next().isEmpty()) {
        return new Decided<>(
            new WriteOutcome.Unchanged<>(shown(current)), Optional.of(decided.answer()));
      }
      VersionedWrite<T> put = put(current, decided.next().get());
      if (!put.key().equals(key)) {
        throw new IllegalArgumentException(
            "table %s: a change of %s must keep its key, but gave %s"
                .formatted(schema.tableName(), key, put.key()));
      }
      WriteOutcome<T> outcome = write(put, limit);
      switch (outcome) {
        case WriteOutcome.LostRace<T> lost -> {
          lostRaces++;
          if (!RACES.allows(lostRaces) || limit.passed()) {
            return new Decided<>(shown(lost), Optional.empty());
          }
          current = afterLostRace(key, lost, lostRaces, limit);
        }
        case WriteOutcome.Applied<T> applied -> {
          return new Decided<>(
              new WriteOutcome.Applied<>(applied.item(), lostRaces), Optional.of(decided.answer()));
        }
        default -> {
          return new Decided<>(outcome, Optional.empty());
        }
      }
    }
  }

  /**
   * The item to try next: at first the one that won; under contention, a later one after a pause.
   */
  private Optional<VersionedItem<T>> afterLostRace(
      Key key, WriteOutcome.LostRace<T> lost, int lostRaces, Deadline limit) {
    if (lostRaces <= RACES_WITHOUT_PAUSE) {
      return lost.current();
    }
    RACES.pause(lostRaces - RACES_WITHOUT_PAUSE, limit);
    // The item that won is old by now; a read is cheaper than one more refused write.
    return get(key, limit);
  }

  /** What a caller sees of what is stored: a tombstone is not an item. */
  static <T> Optional<VersionedItem<T>> shown(Optional<VersionedItem<T>> stored) {
    return stored.filter(item -> !item.isAbsent());
  }

  static <T> WriteOutcome<T> shown(WriteOutcome<T> outcome) {
    return outcome instanceof WriteOutcome.LostRace<T> lost
        ? new WriteOutcome.LostRace<>(shown(lost.current()))
        : outcome;
  }

  private VersionedWrite<T> put(Optional<VersionedItem<T>> current, T next) {
    return current.isPresent()
        ? new VersionedWrite.Replace<>(schema, current.get(), next)
        : new VersionedWrite.Create<>(schema, next);
  }

  private Optional<VersionedItem<T>> get(Key key, Deadline limit) {
    return stored(key, limit).map(schema::read);
  }

  private Optional<Map<String, AttributeValue>> stored(Key key, Deadline limit) {
    GetItemResponse answer =
        client.getItem(
            request ->
                request
                    .tableName(schema.tableName())
                    .key(key.attributes())
                    .consistentRead(true)
                    .overrideConfiguration(call -> call.apiCallTimeout(limit.callTimeout())));
    return answer.hasItem() ? Optional.of(answer.item()) : Optional.empty();
  }

  private WriteOutcome<T> write(VersionedWrite<T> write, Deadline limit) {
    if (limit.passed()) {
      return new WriteOutcome.NotSent<>();
    }
    Writers.Writer writer = writers.lend();
    WriteOutcome<T> outcome = send(new PreparedWrite<>(write, writer), limit);
    if (!(outcome instanceof WriteOutcome.Unknown<T>)) {
      writers.giveBack(writer);
    }
    return outcome;
  }

  /** Sends one write until its fate is known: always the same write, with the same token. */
  private WriteOutcome<T> send(PreparedWrite<T> write, Deadline limit) {
    boolean perhapsApplied = false;
    for (int attempt = 1; ; attempt++) {
      Attempts call = attempts.ofCall();
      try {
        write.send(client, call.until(limit));
        return new WriteOutcome.Applied<>(write.result(), 0);
      } catch (ConditionalCheckFailedException e) {
        perhapsApplied |= call.perhapsAppliedBeforeTheLast();
        return Settlement.of(write, e.item(), perhapsApplied, e);
      } catch (SdkException e) {
        SendFailure failure = call.failure(e);
        perhapsApplied |= failure == SendFailure.AMBIGUOUS || call.perhapsAppliedBeforeTheLast();
        if (!failure.retryable() || !SENDS.allows(attempt) || limit.passed()) {
          return perhapsApplied ? new WriteOutcome.Unknown<>(e) : call.outcome(e);
        }
        SENDS.pause(attempt, limit);
      }
    }
  }

  private Deadline timeLimit() {
    return deadline != null ? deadline : Deadline.after(DEFAULT_TIME);
  }
}
