package io.dynamopatterns.periodic.collect;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.periodic.period.Bucket;
import io.dynamopatterns.periodic.period.Period;
import io.dynamopatterns.periodic.settings.PeriodicSettings;
import io.dynamopatterns.periodic.table.BucketHead;
import io.dynamopatterns.periodic.table.CloseProgress;
import io.dynamopatterns.periodic.table.Events.NewEvent;
import io.dynamopatterns.periodic.table.PeriodsTable;
import io.dynamopatterns.periodic.table.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Puts the events of a period where a closer will find them: into a bucket that is still open after
 * they were stored. A closer claims a bucket before it reads, so it sees what was stored while the
 * bucket was open. What was stored when it was not may have been seen or not; it goes into the next
 * bucket as well, whose closer leaves out what the one before has in its manifest.
 */
final class Placement {
  /** The sweeps of a period for late events double their distance this many times. */
  private static final int MAX_DOUBLINGS = 20;

  private final PeriodsTable table;
  private final PeriodicSettings settings;
  private final Generations generations = new Generations();

  Placement(PeriodsTable table, PeriodicSettings settings) {
    this.table = table;
    this.settings = settings;
  }

  /**
   * What became of an event.
   *
   * @param failure why it is not placed, or empty if it is
   * @param late whether it was too late for the period's first bucket
   * @param news whether it was not there already
   */
  record Placed(Optional<RuntimeException> failure, boolean late, boolean news) {}

  /** Places events of one period with different keys, and says what became of each, in order. */
  List<Placed> place(Period period, List<NewEvent> events, Deadline deadline) {
    Placed[] placed = new Placed[events.size()];
    List<Integer> pending = IntStream.range(0, events.size()).boxed().toList();
    try {
      Bucket bucket = new Bucket(period.name(), firstGeneration(period, deadline));
      for (boolean open = false; !open && !pending.isEmpty(); bucket = bucket.next()) {
        pending = insert(bucket, events, pending, placed, deadline);
        open = pending.isEmpty() || isOpen(bucket, period, deadline);
        generations.remember(bucket.period(), open ? bucket.generation() : bucket.generation() + 1);
      }
    } catch (RuntimeException e) {
      // Stored, perhaps, but it is unknown whether a closer will see it: it must be delivered
      // again.
      pending.forEach(i -> placed[i] = new Placed(Optional.of(e), false, false));
    }
    return Arrays.asList(placed);
  }

  /** Inserts the pending events, and returns those that are in the bucket now. */
  private List<Integer> insert(
      Bucket bucket,
      List<NewEvent> events,
      List<Integer> pending,
      Placed[] placed,
      Deadline deadline) {
    List<InsertOutcome> outcomes =
        table
            .events()
            .insert(
                bucket, settings.shards(), pending.stream().map(events::get).toList(), deadline);
    List<Integer> stored = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      int event = pending.get(i);
      if (outcomes.get(i) instanceof InsertOutcome.Failed failed) {
        placed[event] = new Placed(Optional.of(failed.cause()), false, false);
      } else {
        boolean news = outcomes.get(i) instanceof InsertOutcome.Inserted;
        placed[event] =
            new Placed(
                Optional.empty(),
                bucket.isLate(),
                placed[event] == null ? news : placed[event].news() && news);
        stored.add(event);
      }
    }
    return stored;
  }

  /**
   * Whether the bucket is open after the events were stored. Of a bucket without a head this makes
   * one; it also has the number of all partitions for the closer that the events may be in.
   */
  private boolean isOpen(Bucket bucket, Period period, Deadline deadline) {
    VersionedItem<BucketHead> stored =
        table
            .heads()
            .get(bucket, deadline)
            .orElseGet(() -> table.heads().createIfAbsent(newHead(bucket, period), deadline));
    while (stored.value().state() == State.OPEN && stored.value().shards() < settings.shards()) {
      BucketHead raised = stored.value().withShards(settings.shards());
      stored =
          table
              .heads()
              .replace(stored, raised, deadline)
              .or(() -> table.heads().get(bucket, deadline))
              .orElseThrow();
    }
    return stored.value().state() == State.OPEN;
  }

  private BucketHead newHead(Bucket bucket, Period period) {
    return new BucketHead(
        bucket,
        period.start(),
        period.end(),
        dueAt(bucket, period),
        State.OPEN,
        settings.shards(),
        Optional.empty(),
        CloseProgress.NONE,
        settings.retention().map(period.end()::plus));
  }

  /**
   * The first late bucket is due with the period's own, and each one after it at twice the distance
   * of the one before: however late events trickle in, a period has few buckets, and an event waits
   * for its digest no longer than it was late, and a width more. All are due while nothing of the
   * period has expired yet.
   */
  private Instant dueAt(Bucket bucket, Period period) {
    Instant due = period.end().plus(settings.grace());
    if (!bucket.isLate()) {
      return due;
    }
    int doublings = Math.min(bucket.generation() - 1, MAX_DOUBLINGS);
    Instant later = due.plus(settings.width().multipliedBy((1L << doublings) - 1));
    return settings
        .retention()
        .map(retention -> period.end().plus(retention).minus(PeriodicSettings.REDELIVERY))
        .filter(later::isAfter)
        .orElse(later);
  }

  /** Where to begin. A wrong guess costs a write, no more. */
  private int firstGeneration(Period period, Deadline deadline) {
    return generations
        .of(period.name())
        .orElseGet(
            () ->
                table
                    .heads()
                    .latest(period.name(), deadline)
                    .map(head -> head.bucket().generation() + (head.state() == State.OPEN ? 0 : 1))
                    .orElse(0));
  }
}
