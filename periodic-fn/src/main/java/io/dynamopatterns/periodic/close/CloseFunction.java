package io.dynamopatterns.periodic.close;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Leases;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.periodic.close.BucketClosing.Ending;
import io.dynamopatterns.periodic.period.Bucket;
import io.dynamopatterns.periodic.table.BucketHead;
import io.dynamopatterns.periodic.table.Heads.DuePage;
import io.dynamopatterns.periodic.table.Lease;
import io.dynamopatterns.periodic.table.PeriodsTable;
import io.dynamopatterns.periodic.table.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The close function: closes the buckets that are due, oldest first, also those that earlier runs
 * missed or did not finish. Any number of runs may be under way at once.
 */
public final class CloseFunction {
  /** What is kept back of a run's time to save how far it came. */
  private static final Duration RESERVE = Duration.ofSeconds(2);

  private final PeriodsTable table;
  private final EventPublisher publisher;
  private final Duration leaseTime;
  private final int pageEvents;
  private final Clock clock;

  /**
   * @param leaseTime how long others wait for a runner that does not renew its lease
   * @param pageEvents how many events are read, written into the manifest and published together
   */
  public CloseFunction(
      PeriodsTable table,
      EventPublisher publisher,
      Duration leaseTime,
      int pageEvents,
      Clock clock) {
    this.table = table;
    this.publisher = publisher;
    this.leaseTime = leaseTime;
    this.pageEvents = pageEvents;
    this.clock = clock;
  }

  /**
   * Closes what is due at the request's {@code scheduledTime}, whenever it is run, as far as there
   * is time for it.
   *
   * @throws IllegalStateException after all others were tried, if a bucket could not be closed
   */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    Fields fields = new Fields(request);
    Instant slot = fields.time("scheduledTime");
    fields.refuseOthers();
    return new Run(deadline, telemetry).close(slot);
  }

  /** One run. */
  private final class Run {
    private final String runner = UUID.randomUUID().toString();
    private final Supplier<Lease> lease = () -> new Lease(runner, clock.instant().plus(leaseTime));
    private final Deadline deadline;
    private final Deadline work;
    private final Telemetry telemetry;
    private int closed;

    /** In the buckets that this run closed. */
    private long digests;

    private long events;
    private long lateEvents;

    /** Buckets that are due and not closed yet. */
    private int pending;

    private Optional<RuntimeException> firstFailure = Optional.empty();

    Run(Deadline deadline, Telemetry telemetry) {
      this.deadline = deadline;
      this.work = deadline.earlier(RESERVE);
      this.telemetry = telemetry;
    }

    Map<String, Object> close(Instant slot) {
      DuePage page = DuePage.START;
      do {
        page = table.heads().due(slot, page, deadline);
        page.buckets().forEach(this::closeOrCount);
      } while (page.hasMore() && !work.passed());
      if (firstFailure.isPresent()) {
        throw new IllegalStateException(
            "%d due buckets are not closed: %s".formatted(pending, firstFailure.get().getMessage()),
            firstFailure.get());
      }
      return new Answer()
          .put("slot", slot)
          .put("closed", closed)
          .put("digests", digests)
          .put("events", events)
          .put("lateEvents", lateEvents)
          .put("pending", pending)
          .json();
    }

    /** One bucket that cannot be closed does not keep the others open. */
    private void closeOrCount(Bucket bucket) {
      if (work.passed()) {
        pending++;
        return;
      }
      try {
        close(bucket);
      } catch (RuntimeException e) {
        pending++;
        telemetry.count("NotClosed", 1);
        telemetry.error("bucket not closed", e, "bucket", bucket);
        if (firstFailure.isEmpty()) {
          firstFailure = Optional.of(e);
        }
      }
    }

    private void close(Bucket bucket) {
      Optional<VersionedItem<BucketHead>> stored =
          table.heads().get(bucket, deadline).filter(head -> head.value().state() != State.CLOSED);
      if (stored.isEmpty()) {
        return;
      }
      requireNotForgotten(stored.get().value());
      Optional<VersionedItem<BucketHead>> claimed =
          isFree(stored.get().value()) ? claim(stored.get()) : Optional.empty();
      if (claimed.isEmpty()) {
        pending++;
        telemetry.count("Busy", 1);
        return;
      }
      BucketClosing closing =
          new BucketClosing(table, publisher, claimed.get(), lease, deadline, telemetry);
      try {
        count(closing, closing.run(pageEvents, work));
      } catch (RuntimeException e) {
        releaseAfter(e, closing);
        throw e;
      }
    }

    /**
     * Once a bucket has expired, DynamoDB deletes its events, in any order over days: digests of
     * what is left would look whole.
     */
    private void requireNotForgotten(BucketHead head) {
      head.expiresAt()
          .filter(expiry -> !clock.instant().isBefore(expiry))
          .ifPresent(
              expiry -> {
                throw new IllegalStateException(
                    "bucket %s expired at %s, before it was closed: its events are being deleted"
                        .formatted(head.bucket(), expiry));
              });
    }

    /** No runner has it, and the manifest of what is closed before it is complete. */
    private boolean isFree(BucketHead head) {
      boolean leased =
          head.lease()
              .filter(held -> !Leases.isOver(held.until(), clock.instant(), leaseTime))
              .isPresent();
      return !leased
          && (!head.bucket().isLate()
              || table
                  .heads()
                  .get(head.bucket().previous(), deadline)
                  .filter(previous -> previous.value().state() != State.CLOSED)
                  .isEmpty());
    }

    private Optional<VersionedItem<BucketHead>> claim(VersionedItem<BucketHead> stored) {
      BucketHead head = stored.value();
      return table
          .heads()
          .replace(stored, head.closing(Optional.of(lease.get()), head.progress()), deadline);
    }

    private void count(BucketClosing closing, Ending ending) {
      BucketHead head = closing.head();
      telemetry.info("bucket", "bucket", head.bucket(), "outcome", ending);
      if (ending != Ending.CLOSED) {
        pending++;
        telemetry.count(ending == Ending.TAKEN_OVER ? "TakenOver" : "ToBeContinued", 1);
        return;
      }
      long closedEvents = head.progress().events();
      long late = head.bucket().isLate() ? closedEvents : 0;
      closed++;
      digests += head.progress().digests();
      events += closedEvents;
      lateEvents += late;
      telemetry.count("Closed", 1);
      telemetry.count("Digests", head.progress().digests());
      telemetry.count("DigestEvents", closedEvents);
      telemetry.count("LateEvents", late);
    }

    private static void releaseAfter(RuntimeException failure, BucketClosing closing) {
      try {
        closing.release();
      } catch (RuntimeException e) {
        // The lease will run out.
        failure.addSuppressed(e);
      }
    }
  }
}
