package io.dynamopatterns.periodic.close;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.periodic.table.BucketHead;
import io.dynamopatterns.periodic.table.Lease;
import io.dynamopatterns.periodic.table.PeriodsTable;
import io.dynamopatterns.periodic.table.Progress;
import io.dynamopatterns.periodic.table.StoredHead;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The closing of one bucket by the runner that has claimed it, page by page: the page's chunk of
 * the manifest is stored, then its digests are published, then the cursor is saved. A runner that
 * another has taken over from is refused there, and stops.
 */
final class BucketClosing {
  private final PeriodsTable table;
  private final EventPublisher publisher;
  private final Supplier<Lease> lease;
  private final Deadline deadline;
  private StoredHead held;

  /** How a run on a bucket ended. */
  enum Ending {
    /** All its digests are published. */
    CLOSED,
    /** The time was up; a later run goes on. */
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
      StoredHead claimed,
      Supplier<Lease> lease,
      Deadline deadline) {
    this.table = table;
    this.publisher = publisher;
    this.held = claimed;
    this.lease = lease;
    this.deadline = deadline;
  }

  /**
   * Closes the bucket as far as the time allows.
   *
   * @param pageEvents so many events are on a page at most
   * @param work after which no page is begun
   */
  Ending run(int pageEvents, Deadline work) {
    PageReader pages = new PageReader(table, head(), pageEvents, deadline);
    DigestEvents format = new DigestEvents(table.name(), head());
    while (!work.passed()) {
      Page page = pages.next(head().progress().cursor());
      Digests.Result digests = Digests.of(page, head().progress(), format);
      publisher.publish(digests.events(), deadline);
      boolean last = page.chunk().end().isEmpty();
      if (!save(last ? head().closed(digests.progress()) : ongoing(digests.progress()))) {
        return Ending.TAKEN_OVER;
      }
      if (last) {
        return Ending.CLOSED;
      }
    }
    return release() ? Ending.TO_BE_CONTINUED : Ending.TAKEN_OVER;
  }

  /** Lets others go on at once. */
  boolean release() {
    return save(head().closing(Optional.empty(), head().progress()));
  }

  /** The head as this runner knows it. */
  BucketHead head() {
    return held.head();
  }

  private BucketHead ongoing(Progress progress) {
    return head().closing(Optional.of(lease.get()), progress);
  }

  private boolean save(BucketHead next) {
    Optional<StoredHead> saved = table.heads().replace(held, next, deadline);
    saved.ifPresent(stored -> held = stored);
    return saved.isPresent();
  }
}
