package io.dynamopatterns.periodic.close;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.events.EventsNotPublishedException;
import io.dynamopatterns.common.events.FleetEvent;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.periodic.close.Digests.Digest;
import io.dynamopatterns.periodic.period.EventHash;
import io.dynamopatterns.periodic.table.BucketHead;
import io.dynamopatterns.periodic.table.CloseProgress;
import io.dynamopatterns.periodic.table.Lease;
import io.dynamopatterns.periodic.table.PeriodsTable;
import io.dynamopatterns.periodic.table.RejectedRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The closing of one bucket by the runner that has claimed it, page by page: the page's chunk of
 * the manifest is stored, then its digests are published, then the cursor is saved. A runner that
 * another has taken over from is refused there, and stops. {@code PeriodClosed} is published when
 * all digests are on the bus.
 *
 * <p>A digest that the bus refuses for its content goes as a pointer. One that it refuses also as a
 * pointer is kept as rejected, and the bucket is closed without it: no later try would publish it.
 */
final class BucketClosing {
  private final PeriodsTable table;
  private final EventPublisher publisher;
  private final Supplier<Lease> lease;
  private final Deadline deadline;
  private final Telemetry telemetry;
  private VersionedItem<BucketHead> held;

  /** How a run on a bucket ended. */
  enum Ending {
    /** All its digests are published. */
    CLOSED,
    /** The time was up; a later run continues. */
    TO_BE_CONTINUED,
    /** Another runner has it. */
    TAKEN_OVER
  }

  /**
   * @param claimed the head as this runner claimed it
   * @param lease makes a lease from now
   * @param deadline for all calls
   */
  BucketClosing(
      PeriodsTable table,
      EventPublisher publisher,
      VersionedItem<BucketHead> claimed,
      Supplier<Lease> lease,
      Deadline deadline,
      Telemetry telemetry) {
    this.table = table;
    this.publisher = publisher;
    this.held = claimed;
    this.lease = lease;
    this.deadline = deadline;
    this.telemetry = telemetry;
  }

  /**
   * Closes the bucket as far as the time allows.
   *
   * @param pageEvents how many events are on a page at most
   * @param work after which no page is begun
   */
  Ending run(int pageEvents, Deadline work) {
    PageReader pages = new PageReader(table, head(), pageEvents, deadline);
    DigestEvents format = new DigestEvents(table.name(), head());
    while (!work.passed()) {
      ChunkMembers page = pages.next(head().progress().cursor());
      CloseProgress before = head().progress();
      Digests.Result digests = Digests.of(page, before.carried(), format);
      CloseProgress progress = digests.after(before, page.chunk(), publish(digests));
      boolean last = page.chunk().end().isEmpty();
      if (last) {
        publisher.publish(List.of(format.closed(progress)), deadline);
      }
      if (!save(last ? head().closed(progress) : ongoing(progress))) {
        return Ending.TAKEN_OVER;
      }
      if (last) {
        return Ending.CLOSED;
      }
    }
    return release() ? Ending.TO_BE_CONTINUED : Ending.TAKEN_OVER;
  }

  /**
   * Publishes digests, and keeps those that the bus refuses for good.
   *
   * @return those that are on the bus
   * @throws EventsNotPublishedException if one is not, and may be when it is sent again
   */
  private List<Digest> publish(Digests.Result digests) {
    try {
      telemetry.count("SentAsPointer", publisher.publish(digests.events(), deadline).size());
      return digests.digests();
    } catch (EventsNotPublishedException e) {
      if (!e.failed().isEmpty()) {
        throw e;
      }
      List<Digest> refused =
          digests.digests().stream().filter(digest -> e.concerns(digest.event())).toList();
      refused.forEach(digest -> keep(digest, e));
      telemetry.count("Refused", refused.size());
      telemetry.error("digests refused by the bus", e, "bucket", head().bucket());
      return digests.digests().stream().filter(digest -> !e.concerns(digest.event())).toList();
    }
  }

  private void keep(Digest digest, EventsNotPublishedException e) {
    FleetEvent event = digest.event();
    table
        .rejected()
        .put(
            new RejectedRecord(
                head().dueAt(),
                head().bucket().toString(),
                EventHash.of(digest.group().group()).toString(),
                "the event bus refuses this digest: " + e.getMessage(),
                event.pointer().orElse(event.detail()).getBytes(StandardCharsets.UTF_8)),
            head().expiresAt(),
            deadline);
  }

  /** Lets others continue at once. */
  boolean release() {
    return save(head().closing(Optional.empty(), head().progress()));
  }

  /** The head as this runner knows it. */
  BucketHead head() {
    return held.value();
  }

  private BucketHead ongoing(CloseProgress progress) {
    return head().closing(Optional.of(lease.get()), progress);
  }

  private boolean save(BucketHead next) {
    Optional<VersionedItem<BucketHead>> saved = table.heads().replace(held, next, deadline);
    saved.ifPresent(stored -> held = stored);
    return saved.isPresent();
  }
}
