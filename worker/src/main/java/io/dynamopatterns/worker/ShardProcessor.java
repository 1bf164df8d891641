package io.dynamopatterns.worker;

import com.amazonaws.services.dynamodbv2.streamsadapter.adapter.DynamoDBStreamsClientRecord;
import com.amazonaws.services.dynamodbv2.streamsadapter.model.DynamoDBStreamsProcessRecordsInput;
import com.amazonaws.services.dynamodbv2.streamsadapter.processor.DynamoDBStreamsShardRecordProcessor;
import io.dynamopatterns.mapping.SourceRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.KinesisClientLibDependencyException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.exceptions.ThrottlingException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;

/**
 * What the Kinesis Client Library calls for one shard. Each call may write a checkpoint, at most
 * one a second: it stores what is answered, never what is only handed over.
 *
 * <p>The library logs an exception of a processor and continues with the next records. That would
 * skip records, so what no lane may continue after ends the process: the lease expires, and another
 * worker delivers from the last checkpoint.
 */
final class ShardProcessor implements DynamoDBStreamsShardRecordProcessor {
  /** Between two checkpoints of a shard, and between two looks whether there is room. */
  static final Duration TICK = Duration.ofSeconds(1);

  private final Function<String, ShardDelivery> deliveries;
  private final LambdaRecords lambdaRecords;
  private final ShardLag lag;
  private final Duration patience;
  private final Duration release;
  private final BooleanSupplier ending;
  private final Consumer<Throwable> fatal;
  private String shardId;
  private ShardDelivery delivery;
  private boolean refused;
  private Long stoppedSince;
  private String stored = "";
  private long lastStored = System.nanoTime() - TICK.toNanos();

  /**
   * @param deliveries makes the delivery of a shard
   * @param patience what running invocations get at the end of the process
   * @param release how long the library may take to end a shard whose lease is lost
   * @param ending whether the process ends, so that no more records are taken
   * @param fatal ends the process
   */
  ShardProcessor(
      Function<String, ShardDelivery> deliveries,
      LambdaRecords lambdaRecords,
      ShardLag lag,
      Duration patience,
      Duration release,
      BooleanSupplier ending,
      Consumer<Throwable> fatal) {
    this.deliveries = deliveries;
    this.lambdaRecords = lambdaRecords;
    this.lag = lag;
    this.patience = patience;
    this.release = release;
    this.ending = ending;
    this.fatal = fatal;
  }

  @Override
  public void initialize(InitializationInput input) {
    shardId = input.shardId();
    delivery = deliveries.apply(shardId);
    WorkerLog.info("shard %s is read from %s".formatted(shardId, input.extendedSequenceNumber()));
  }

  @Override
  public void processRecords(DynamoDBStreamsProcessRecordsInput input) {
    take(
        input.millisBehindLatest(),
        () ->
            input.records().stream()
                .map(DynamoDBStreamsClientRecord::getRecord)
                .map(lambdaRecords::of)
                .toList(),
        input.checkpointer());
  }

  @Override
  public void processRecords(ProcessRecordsInput input) {
    if (!input.records().isEmpty()
        && input.records().getFirst() instanceof DynamoDBStreamsClientRecord) {
      DynamoDBStreamsShardRecordProcessor.super.processRecords(input);
      return;
    }
    take(
        input.millisBehindLatest(),
        () -> input.records().stream().map(record -> lambdaRecords.of(shardId, record)).toList(),
        input.checkpointer());
  }

  private void take(
      Long millisBehindLatest,
      Supplier<List<SourceRecord>> converted,
      RecordProcessorCheckpointer checkpoints) {
    try {
      lag.of(shardId, millisBehindLatest, delivery::unanswered);
      List<SourceRecord> records = converted.get();
      boolean taken = records.isEmpty();
      while (!taken && !refused) {
        refused = delivery.isStopped() || ending.getAsBoolean();
        taken = !refused && delivery.take(records, TICK);
        storeOnceASecond(checkpoints);
      }
      storeOnceASecond(checkpoints);
      endIfOnlyTheLeaseLives();
    } catch (InterruptedException e) {
      delivery.abandon();
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      delivery.abandon();
      fatal.accept(e);
    }
  }

  /**
   * A delivery stops when it sees a lost lease, and the library then ends the shard. If the library
   * renews the lease instead, no worker would deliver the shard.
   */
  private void endIfOnlyTheLeaseLives() {
    if (!delivery.isStopped() || ending.getAsBoolean()) {
      return;
    }
    long now = System.nanoTime();
    if (stoppedSince == null) {
      stoppedSince = now;
    } else if (now - stoppedSince >= release.toNanos()) {
      fatal.accept(
          new IllegalStateException(
              "shard %s is not delivered any more, and its lease is renewed".formatted(shardId)));
    }
  }

  /**
   * A child is read once its parent's end is stored: that is after the parent's last answer. Where
   * records were not taken, the end is not stored, and the next owner reads them.
   */
  @Override
  public void shardEnded(ShardEndedInput input) {
    try {
      while (!delivery.isDone() && !delivery.isStopped()) {
        Thread.sleep(10);
        storeOnceASecond(input.checkpointer());
      }
      boolean ended = refused;
      while (!ended && !delivery.isStopped()) {
        ended = store(input.checkpointer()::checkpoint);
        if (!ended) {
          Thread.sleep(TICK);
        }
      }
      endIfOnlyTheLeaseLives();
      delivery.stop(Duration.ZERO);
      lag.ended(shardId);
    } catch (InterruptedException e) {
      delivery.abandon();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void leaseLost(LeaseLostInput input) {
    if (delivery != null) {
      WorkerLog.info("shard %s is another worker's now".formatted(shardId));
      delivery.abandon();
      lag.ended(shardId);
    }
  }

  /** Waits for the answers of what is being invoked; the next owner delivers the rest. */
  @Override
  public void shutdownRequested(ShutdownRequestedInput input) {
    try {
      delivery.stop(patience);
      storeReached(input.checkpointer());
      lag.ended(shardId);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void storeOnceASecond(RecordProcessorCheckpointer checkpoints) {
    if (!delivery.isStopped() && System.nanoTime() - lastStored >= TICK.toNanos()) {
      storeReached(checkpoints);
    }
  }

  private void storeReached(RecordProcessorCheckpointer checkpoints) {
    String reached = delivery.reached().orElse(stored);
    if (!reached.equals(stored)) {
      lastStored = System.nanoTime();
      if (store(() -> checkpoints.checkpoint(reached))) {
        stored = reached;
      }
    }
  }

  private interface Write {
    void run()
        throws InvalidStateException,
            KinesisClientLibDependencyException,
            ShutdownException,
            ThrottlingException;
  }

  /** Whether it is stored; if not, the next call tries again. */
  private boolean store(Write write) {
    try {
      write.run();
      return true;
    } catch (ShutdownException e) {
      delivery.abandon();
    } catch (ThrottlingException | KinesisClientLibDependencyException e) {
      WorkerLog.warn("a checkpoint of shard %s was not stored".formatted(shardId), e);
    } catch (InvalidStateException | RuntimeException e) {
      if (SdkFailure.isCauseOf(e)) {
        WorkerLog.warn("a checkpoint of shard %s was not stored".formatted(shardId), e);
      } else {
        delivery.abandon();
        fatal.accept(e);
      }
    }
    return false;
  }
}
