package io.dynamopatterns.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.kinesis.leases.Lease;
import software.amazon.kinesis.leases.LeaseRefresher;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

class AbandonedLeasesTest {
  private static final Duration FAILOVER = Duration.ofSeconds(10);

  private final AtomicLong nanos = new AtomicLong();
  private final List<Lease> table = new ArrayList<>();
  private final Deque<RuntimeException> failures = new ArrayDeque<>();
  private final List<String> taken = new ArrayList<>();
  private final List<String> evicted = new ArrayList<>();
  private final AbandonedLeases leases =
      new AbandonedLeases(refresher(), "me", FAILOVER, nanos::get);

  @Test
  void aLeaseThatIsNotRenewedForThreeFailoverTimesIsTaken() {
    table.add(lease("shard-1", "killed", 7));

    look(3);
    assertThat(taken).isEmpty();
    look(1);
    assertThat(taken).containsExactly("shard-1");
  }

  @Test
  void aLeaseThatIsRenewedIsNotTaken() {
    for (long counter = 1; counter < 10; counter++) {
      table.clear();
      table.add(lease("shard-1", "alive", counter));
      look(1);
    }

    assertThat(taken).isEmpty();
  }

  @Test
  void aLeaseThatWasGivenBackIsTakenSoonAndAFinishedShardNever() {
    Lease finished = lease("finished", null, 3);
    finished.checkpoint(ExtendedSequenceNumber.SHARD_END);
    table.add(finished);
    table.add(lease("given-back", null, 3));

    look(2);

    assertThat(taken).containsExactly("given-back");
  }

  @Test
  void onlyTheWorkersOwnLeasesAreGivenBack() {
    table.add(lease("mine", "me", 1));
    table.add(lease("theirs", "other", 1));

    leases.giveBack();

    assertThat(evicted).containsExactly("mine");
  }

  @Test
  void afterANetworkErrorLeasesAreLookedAtAgain() {
    table.add(lease("shard-1", "killed", 7));
    failures.add(new RuntimeException(SdkClientException.create("connection reset")));

    look(5);

    assertThat(taken).containsExactly("shard-1");
  }

  @Test
  void aNetworkErrorWhileLeasesAreGivenBackLetsThemExpire() {
    failures.add(new RuntimeException(SdkClientException.create("connection reset")));

    leases.giveBack();

    assertThat(failures).isEmpty();
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      nanos.addAndGet(FAILOVER.toNanos());
      leases.takeAbandoned();
    }
  }

  private static Lease lease(String shard, String owner, long counter) {
    Lease lease = new Lease();
    lease.leaseKey(shard);
    lease.leaseOwner(owner);
    lease.leaseCounter(counter);
    lease.checkpoint(ExtendedSequenceNumber.TRIM_HORIZON);
    return lease;
  }

  private LeaseRefresher refresher() {
    return (LeaseRefresher)
        Proxy.newProxyInstance(
            AbandonedLeasesTest.class.getClassLoader(),
            new Class<?>[] {LeaseRefresher.class},
            (proxy, method, arguments) -> {
              if (!failures.isEmpty()) {
                throw failures.poll();
              }
              return switch (method.getName()) {
                case "listLeases" -> List.copyOf(table);
                case "takeLease" -> taken.add(((Lease) arguments[0]).leaseKey());
                case "evictLease" -> evicted.add(((Lease) arguments[0]).leaseKey());
                default -> throw new UnsupportedOperationException(method.getName());
              };
            });
  }
}
