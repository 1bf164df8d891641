package io.dynamopatterns.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import software.amazon.kinesis.leases.Lease;
import software.amazon.kinesis.leases.LeaseRefresher;
import software.amazon.kinesis.leases.exceptions.LeasingException;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

/**
 * What the Kinesis Client Library leaves undone when a worker ends. One worker, the leader, assigns
 * leases, and its lock holds for two minutes after it was killed. Meanwhile the other workers take
 * leases themselves that were not renewed for three times as long as the leader would wait. Each
 * take is conditional on the counter of renewals, so it fails if the owner lives or another worker
 * was first.
 */
final class AbandonedLeases {
  /** After how many failover times without renewal a lease is taken. */
  static final int PATIENCE = 3;

  private record Seen(long counter, long sinceNanos) {}

  private final LeaseRefresher table;
  private final String workerId;
  private final long failoverNanos;
  private final LongSupplier nanos;
  private final Map<String, Seen> seen = new HashMap<>();
  private long next;

  AbandonedLeases(LeaseRefresher table, String workerId, Duration failover, LongSupplier nanos) {
    this.table = table;
    this.workerId = workerId;
    this.failoverNanos = failover.toNanos();
    this.nanos = nanos;
    this.next = nanos.getAsLong() + failoverNanos;
  }

  /** Looks at all leases, at most once in the failover time. */
  void takeAbandoned() {
    long now = nanos.getAsLong();
    if (now - next < 0) {
      return;
    }
    next = now + failoverNanos;
    attempt(
        () -> {
          List<Lease> leases = table.listLeases();
          seen.keySet().retainAll(leases.stream().map(Lease::leaseKey).toList());
          for (Lease lease : leases) {
            if (isAbandoned(lease, nanos.getAsLong()) && table.takeLease(lease, workerId)) {
              WorkerLog.info("shard %s had no owner and is taken".formatted(lease.leaseKey()));
            }
          }
        },
        "leases were not read; the next look is in %d s"
            .formatted(Duration.ofNanos(failoverNanos).toSeconds()));
  }

  private boolean isAbandoned(Lease lease, long now) {
    Seen before = seen.get(lease.leaseKey());
    if (before == null || before.counter() != lease.leaseCounter()) {
      seen.put(lease.leaseKey(), new Seen(lease.leaseCounter(), now));
      return false;
    }
    boolean open = !ExtendedSequenceNumber.SHARD_END.equals(lease.checkpoint());
    boolean owned = lease.leaseOwner() != null;
    return open
        && !workerId.equals(lease.leaseOwner())
        && now - before.sinceNanos() >= (owned ? PATIENCE : 1) * failoverNanos;
  }

  /** Takes this worker's name off its leases, so that the next worker need not wait for them. */
  void giveBack() {
    attempt(
        () -> {
          for (Lease lease : table.listLeases()) {
            if (workerId.equals(lease.leaseOwner())) {
              table.evictLease(lease);
            }
          }
        },
        "leases were not given back; they expire");
  }

  private interface Requests {
    void run() throws LeasingException;
  }

  private static void attempt(Requests requests, String failed) {
    try {
      requests.run();
    } catch (LeasingException e) {
      WorkerLog.warn(failed, e);
    } catch (RuntimeException e) {
      if (!SdkFailure.isCauseOf(e)) {
        throw e;
      }
      WorkerLog.warn(failed, e);
    }
  }
}
