package io.dynamopatterns.worker;

import io.dynamopatterns.mapping.FailureDestination;
import io.dynamopatterns.mapping.MappingStats;
import io.dynamopatterns.mapping.RecordFilter;
import io.dynamopatterns.mapping.function.Invoker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.Lease;

/**
 * One process among those of a consumer: reads the shards whose leases it holds, and hands their
 * records to the function.
 */
final class WorkerProcess implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(1);

  private final WorkerSettings settings;
  private final BooleanSupplier hangs;
  private final Duration patience;
  private final MappingStats stats = new MappingStats();
  private final ShardLag lag = new ShardLag(Clock.systemUTC());
  private final AtomicReference<Throwable> fault = new AtomicReference<>();
  private final Scheduler scheduler;
  private final AbandonedLeases leases;
  private final Health health;
  private final Thread work;
  private volatile boolean ending;

  /**
   * @param hangs whether an invocation does not end
   * @throws io.dynamopatterns.mapping.StateException if a filter is not valid
   */
  WorkerProcess(
      WorkerSettings settings,
      Invoker function,
      BooleanSupplier hangs,
      FailureDestination onFailure)
      throws IOException {
    this.settings = settings;
    this.hangs = hangs;
    this.patience = settings.patience();
    RecordFilter.ofStream(settings.kind(), settings.mapping().filters(), "WORKER_FILTERS");
    String workerId = workerId();
    LambdaRecords records = new LambdaRecords(settings.mapping().source().arn());
    scheduler =
        new Schedulers(settings, workerId)
            .create(
                () ->
                    new ShardProcessor(
                        shardId -> delivery(shardId, function, onFailure),
                        records,
                        lag,
                        patience,
                        settings.failover().multipliedBy(AbandonedLeases.PATIENCE),
                        () -> ending,
                        this::fail));
    leases =
        new AbandonedLeases(
            scheduler.leaseCoordinator().leaseRefresher(),
            workerId,
            settings.failover(),
            System::nanoTime);
    work = Thread.ofPlatform().name("scheduler").daemon().unstarted(scheduler);
    health =
        new Health(
            settings.health(), settings.name(), stats, lag, this::isHealthy, System.out::println);
  }

  private static String workerId() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "worker";
    }
    return host + ":" + UUID.randomUUID();
  }

  private ShardDelivery delivery(String shardId, Invoker function, FailureDestination onFailure) {
    return new ShardDelivery(
        settings.mapping(),
        settings.kind(),
        shardId,
        leaseHeld(shardId),
        function,
        onFailure,
        stats,
        this::fail);
  }

  /** The library's own record of what it renewed in time, which costs no request. */
  private BooleanSupplier leaseHeld(String shardId) {
    Lease first = scheduler.leaseCoordinator().getCurrentlyHeldLease(shardId);
    return () -> {
      Lease now = scheduler.leaseCoordinator().getCurrentlyHeldLease(shardId);
      return first != null
          && now != null
          && first.concurrencyToken().equals(now.concurrencyToken());
    };
  }

  int healthPort() {
    return health.port();
  }

  /**
   * Works until {@link #close} is called.
   *
   * @throws IllegalStateException if it ends for another reason: the process is to end as well
   */
  void run() throws InterruptedException {
    work.start();
    while (work.isAlive() && isHealthy()) {
      health.report();
      if (!ending) {
        leases.takeAbandoned();
      }
      work.join(TICK);
    }
    if (hangs.getAsBoolean()) {
      throw new IllegalStateException(
          "an invocation did not end with its timeout of %d s, nor with an interrupt"
              .formatted(settings.timeout().toSeconds()));
    }
    if (fault.get() != null) {
      throw new IllegalStateException("records could not be delivered", fault.get());
    }
    if (!ending) {
      throw new IllegalStateException("the Kinesis Client Library did not start; its log says why");
    }
  }

  private boolean isHealthy() {
    return fault.get() == null && !hangs.getAsBoolean();
  }

  private void fail(Throwable cause) {
    fault.compareAndSet(null, cause);
  }

  /**
   * Lets running invocations end, stores what is answered, and gives the leases back. Called again
   * it does nothing.
   */
  @Override
  public void close() {
    if (ending) {
      return;
    }
    ending = true;
    if (work.isAlive() && isHealthy()) {
      try {
        scheduler
            .startGracefulShutdown()
            .get(patience.plusSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
        leases.giveBack();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        WorkerLog.warn("not every shard was given back; the leases expire", e);
      }
    }
    health.close();
  }
}
