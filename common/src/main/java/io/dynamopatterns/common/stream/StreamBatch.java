package io.dynamopatterns.common.stream;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.transformers.v2.dynamodb.DynamodbAttributeValueTransformer;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.ItemJson;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One batch of a stream, in lanes: one lane per key, each in the order of the stream. A failed
 * record stops its lane; the batch reports the lowest failed sequence number, from which Lambda
 * delivers again ({@code ReportBatchItemFailures}). What succeeded behind it comes back, so every
 * lane must be idempotent.
 *
 * @param <R> the record type of the event
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html">
 *     Partial batch responses of DynamoDB streams</a>
 */
public final class StreamBatch<R> {
  private final List<R> records;
  private final Function<R, String> sequenceNumber;
  private final Map<String, List<R>> lanes = new LinkedHashMap<>();
  private final Map<R, Throwable> failures = new IdentityHashMap<>();

  private StreamBatch(
      List<R> records, Function<R, String> sequenceNumber, Function<R, String> lane) {
    this.records = records;
    this.sequenceNumber = sequenceNumber;
    for (R batchRecord : records) {
      try {
        lanes.computeIfAbsent(lane.apply(batchRecord), key -> new ArrayList<>()).add(batchRecord);
      } catch (RuntimeException e) {
        fail(batchRecord, e);
      }
    }
  }

  /** The batch of a DynamoDB stream, with one lane per item. A record without keys is failed. */
  public static StreamBatch<DynamodbStreamRecord> of(DynamodbEvent event) {
    return of(event, StreamBatch::itemKey);
  }

  /**
   * The batch of a DynamoDB stream.
   *
   * @param lane the key that a record's effects are ordered by; a record for which it throws is
   *     failed and is in no lane
   */
  public static StreamBatch<DynamodbStreamRecord> of(
      DynamodbEvent event, Function<DynamodbStreamRecord, String> lane) {
    return new StreamBatch<>(
        records(event.getRecords()),
        change -> change.getDynamodb() == null ? null : change.getDynamodb().getSequenceNumber(),
        lane);
  }

  /**
   * The batch of a Kinesis stream.
   *
   * @param lane the key that a record's effects are ordered by; a record for which it throws is
   *     failed and is in no lane
   */
  public static StreamBatch<KinesisEventRecord> of(
      KinesisEvent event, Function<KinesisEventRecord, String> lane) {
    return new StreamBatch<>(
        records(event.getRecords()),
        message -> message.getKinesis() == null ? null : message.getKinesis().getSequenceNumber(),
        lane);
  }

  /** The lanes, in the order of their first records. */
  public List<List<R>> lanes() {
    return List.copyOf(lanes.values());
  }

  /** Fails this record: it, and all after it, will be delivered again. May be called in threads. */
  public void fail(R failed, Throwable cause) {
    synchronized (failures) {
      failures.put(failed, cause);
    }
  }

  /** Calls back for every failed record so far, in the order of the stream. */
  public void forEachFailure(BiConsumer<R, Throwable> action) {
    synchronized (failures) {
      for (R batchRecord : records) {
        if (failures.containsKey(batchRecord)) {
          action.accept(batchRecord, failures.get(batchRecord));
        }
      }
    }
  }

  /**
   * Runs every lane, up to {@code parallelism} of them at once. A lane that throws is failed at its
   * first record, or at the one that a {@link RecordFailedException} names. Lanes that have not
   * started at the deadline are failed, to be delivered again.
   */
  public void process(int parallelism, Deadline deadline, Consumer<List<R>> action) {
    int threads = Math.min(parallelism, lanes.size());
    if (threads <= 1) {
      lanes.values().forEach(lane -> process(lane, deadline, action));
      return;
    }
    Map<Future<?>, List<R>> running = new LinkedHashMap<>();
    // Threads live no longer than the batch: none is left for a frozen or snapshot environment.
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (List<R> lane : lanes.values()) {
        running.put(executor.submit(() -> process(lane, deadline, action)), lane);
      }
    }
    // An Error must end the run: a lane that it stopped would otherwise look like a success.
    running.keySet().forEach(StreamBatch::rethrowError);
    running.forEach(
        (run, lane) -> {
          if (run.state() != Future.State.SUCCESS) {
            fail(lane.getFirst(), new IllegalStateException("interrupted before it was run"));
          }
        });
  }

  /** What Lambda is told: the lowest failed sequence number, or nothing when all succeeded. */
  public StreamsEventResponse response() {
    List<StreamsEventResponse.BatchItemFailure> lowest = new ArrayList<>();
    forEachFailure(
        (failed, cause) -> {
          if (lowest.isEmpty()) {
            lowest.add(new StreamsEventResponse.BatchItemFailure(sequenceNumber.apply(failed)));
          }
        });
    return new StreamsEventResponse(lowest);
  }

  private void process(List<R> lane, Deadline deadline, Consumer<List<R>> action) {
    try {
      if (deadline.passed()) {
        throw new IllegalStateException("not started before the deadline");
      }
      action.accept(lane);
    } catch (RuntimeException e) {
      fail(failedRecord(lane, e), e);
    }
  }

  private static void rethrowError(Future<?> finished) {
    if (finished.state() == Future.State.FAILED) {
      throw (Error) finished.exceptionNow();
    }
  }

  private R failedRecord(List<R> lane, RuntimeException e) {
    if (e instanceof RecordFailedException failure) {
      for (R candidate : lane) {
        if (candidate == failure.failedRecord()) {
          return candidate;
        }
      }
    }
    return lane.getFirst();
  }

  private static String itemKey(DynamodbStreamRecord change) {
    var keys = change.getDynamodb() == null ? null : change.getDynamodb().getKeys();
    if (keys == null || keys.isEmpty()) {
      throw new IllegalArgumentException("the stream record has no dynamodb.Keys");
    }
    return ItemJson.write(DynamodbAttributeValueTransformer.toAttributeValueMapV2(keys));
  }

  private static <R> List<R> records(List<R> ofEvent) {
    return ofEvent == null ? List.of() : ofEvent;
  }
}
