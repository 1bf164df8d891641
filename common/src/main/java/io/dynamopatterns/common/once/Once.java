package io.dynamopatterns.common.once;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Leases;
import io.dynamopatterns.common.item.Expiry;
import io.dynamopatterns.common.item.ItemCodec;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.common.versioned.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Runs a step once for each id and stores its answer. For requests, queue messages and events that
 * are delivered again: a repeat gets the stored answer and runs nothing.
 *
 * <ul>
 *   <li>A step whose answer is stored does not run again until its retention is over.
 *   <li>Of several calls at once, one runs the step. The others learn that it is in progress.
 *   <li>A step that throws may run again at once. If the function is killed, the step may run again
 *       when the invocation that ran it must have ended.
 * </ul>
 *
 * <p>The step runs before its answer is stored. If the function is killed between the two, or the
 * answer cannot be stored, <b>the step runs again</b>: its effect must bear that. Pass the id on as
 * the idempotency token of what it calls. If the effect is writes to DynamoDB, put them into a
 * {@link io.dynamopatterns.common.versioned.VersionedTransaction} with an item for the id instead:
 * that applies exactly once.
 *
 * <p>The table has the partition key {@code id} (S) and its time to live on {@code expiresAt}. A
 * first run costs two writes, a repeat one refused write: ⌈item / 1 KB⌉ units each. The role needs
 * {@code dynamodb:PutItem}. An answer must fit an item of 400 KB.
 *
 * @param <R> the answer
 */
public final class Once<R> {
  /** The longest that a Lambda function runs. */
  private static final Duration LONGEST_RUN = Duration.ofMinutes(15);

  /** From the deadline of an invocation until the function is certainly stopped. */
  private static final Duration STOPPED_AFTER = Duration.ofSeconds(10);

  private static final Duration FINISHING = Duration.ofSeconds(1);

  private final VersionedTable<StepItem> steps;
  private final ItemCodec<R> answers;
  private final Duration retention;
  private final InstantSource clock;

  /**
   * @param answers how answers are stored: {@link ItemCodec#of(Class)} of a record
   * @param retention how long an answer is kept. It must exceed the time in which the same id can
   *     be delivered again, for a queue its message retention, up to 14 days
   * @param clock by which runs end and answers expire
   */
  public Once(
      DynamoDbClient client,
      String table,
      ItemCodec<R> answers,
      Duration retention,
      InstantSource clock) {
    this.steps =
        new VersionedTable<>(
            client,
            VersionedSchema.of(table, "id").as(StepItem.class).withExpiry("expiresAt", clock));
    this.answers = answers;
    this.retention = retention;
    this.clock = clock;
  }

  /**
   * Runs the step, unless it is done or under way.
   *
   * @param id the same for every delivery of the same request, message or event, and for no other:
   *     a message id, or an id that the caller has made
   * @param deadline of the invocation. The function must not run the step beyond Lambda's timeout,
   *     from which the deadline is computed
   * @param step gives the answer, not null
   * @throws io.dynamopatterns.common.versioned.WriteFailedException if the start could not be
   *     stored, so that nothing ran; or if the answer could not, so that the step may run again
   * @throws RuntimeException what the step throws
   */
  public OnceOutcome<R> run(String id, Deadline deadline, Supplier<R> step) {
    VersionedTable<StepItem> table = steps.within(deadline);
    Instant end = clock.instant().plus(deadline.remaining()).plus(STOPPED_AFTER);
    StepItem running = running(id, end.truncatedTo(ChronoUnit.MILLIS));
    WriteOutcome<StepItem> begun = table.create(running);
    if (begun instanceof WriteOutcome.LostRace<StepItem> lost && lost.current().isPresent()) {
      VersionedItem<StepItem> other = lost.current().get();
      if (!isFree(other.value())) {
        return outcome(other.value());
      }
      begun = table.replace(other, running);
    }
    if (begun instanceof WriteOutcome.LostRace<StepItem> lost && lost.current().isPresent()) {
      return outcome(lost.current().get().value());
    }
    VersionedItem<StepItem> held = begun.orElseThrow().orElseThrow();
    return finish(held, answer(held, step, deadline), deadline);
  }

  /** The step must be free again at once if it throws; otherwise the lease frees it later. */
  private R answer(VersionedItem<StepItem> held, Supplier<R> step, Deadline deadline) {
    try {
      return step.get();
    } catch (RuntimeException | Error e) {
      try {
        atTheEnd(deadline).replace(held, running(held.value().id(), Instant.EPOCH));
      } catch (RuntimeException other) {
        e.addSuppressed(other);
      }
      throw e;
    }
  }

  private OnceOutcome<R> finish(VersionedItem<StepItem> held, R answer, Deadline deadline) {
    StepItem done =
        new StepItem(
            held.value().id(),
            StepItem.State.DONE,
            held.value().leaseUntil(),
            Expiry.in(retention, clock),
            AttributeValue.fromM(answers.write(answer)));
    WriteOutcome<StepItem> stored = atTheEnd(deadline).replace(held, done);
    if (stored instanceof WriteOutcome.LostRace<StepItem> lost && lost.current().isPresent()) {
      // The lease had ended, and another run has taken over: its answer counts.
      return outcome(lost.current().get().value());
    }
    stored.orElseThrow();
    return new OnceOutcome.Done<>(answer, true);
  }

  /** What has run must be stored also after the deadline, within the margin of the invocation. */
  private VersionedTable<StepItem> atTheEnd(Deadline deadline) {
    return steps.within(Deadline.after(deadline.remaining().plus(FINISHING)));
  }

  private OnceOutcome<R> outcome(StepItem stored) {
    return stored.state() == StepItem.State.DONE
        ? new OnceOutcome.Done<>(answers.read(stored.answer().m()), false)
        : new OnceOutcome.InProgress<>(stored.leaseUntil());
  }

  private boolean isFree(StepItem stored) {
    return stored.state() == StepItem.State.RUNNING
        && Leases.isOver(stored.leaseUntil(), clock.instant(), LONGEST_RUN.plus(STOPPED_AFTER));
  }

  private StepItem running(String id, Instant leaseUntil) {
    return new StepItem(id, StepItem.State.RUNNING, leaseUntil, Expiry.in(retention, clock), null);
  }
}
