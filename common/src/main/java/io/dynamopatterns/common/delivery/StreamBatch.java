package io.dynamopatterns.common.delivery;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One batch of a DynamoDB or Kinesis stream. It reports the lowest failed sequence number, from
 * which Lambda delivers the rest again; the mapping needs {@code ReportBatchItemFailures}.
 *
 * <pre>{@code
 * return StreamBatch.of(event, Click::parse)
 *     .by(Click::path)
 *     .run(call, "counted", lane -> pages.count(lane))
 *     .response();
 * }</pre>
 *
 * @param <T> the values of the records
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html">
 *     Partial batch responses of DynamoDB streams</a>
 */
public final class StreamBatch<T> extends Batch<T, StreamBatch<T>> {
  private final String noun;
  private Function<Received<T>, Optional<String>> lane = each -> Optional.ofNullable(each.key());

  private StreamBatch(String noun, List<Received<T>> received) {
    super(noun, received);
    this.noun = noun;
  }

  /** The batch of a table's stream, with one lane per item. */
  public static StreamBatch<ItemChange> of(DynamodbEvent event) {
    return new StreamBatch<>("change", Received.all(event.getRecords(), new ChangeRecords()));
  }

  /**
   * The batch of a table's stream, with one lane per item.
   *
   * @param parser reads a change; one for which it throws is rejected
   */
  public static <T> StreamBatch<T> of(DynamodbEvent event, Function<ItemChange, T> parser) {
    return of(event).map(ofValue(parser));
  }

  /** The batch of a Kinesis stream, with one lane per partition key. Values are read-only. */
  public static StreamBatch<ByteBuffer> of(KinesisEvent event) {
    return new StreamBatch<>("record", Received.all(event.getRecords(), new KinesisRecords()));
  }

  /**
   * The batch of a Kinesis stream, with one lane per partition key.
   *
   * @param parser reads the data of a record; one for which it throws is rejected. What it throws
   *     is logged, so its message must not quote the data
   */
  public static <T> StreamBatch<T> of(KinesisEvent event, Function<ByteBuffer, T> parser) {
    return of(event).map(ofValue(parser));
  }

  /** The data of a Kinesis record. */
  public static byte[] bytes(ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    return bytes;
  }

  /**
   * The same batch with other values.
   *
   * @param parser reads a record; one for which it throws is rejected
   */
  public <U> StreamBatch<U> map(Function<? super Delivered<T>, ? extends U> parser) {
    return new StreamBatch<>(noun, Received.map(received(), parser));
  }

  /**
   * Makes one lane per key of the values. A rejected record is in no lane then, and fails alone.
   *
   * @param key what the effects of a record are ordered by; a record for which it throws is
   *     rejected
   */
  public StreamBatch<T> by(Function<? super T, String> key) {
    lane = each -> Optional.ofNullable(each.record()).map(Delivered::value).map(key);
    return this;
  }

  /** Makes one lane per shard: a rejected record stops its shard. */
  public StreamBatch<T> byShard() {
    lane = each -> Optional.ofNullable(each.shard());
    return this;
  }

  /** Lambda's answer: the lowest failed sequence number, or nothing when all succeeded. */
  public StreamsEventResponse response() {
    return new StreamsEventResponse(
        firstFailed().stream()
            .map(failed -> new StreamsEventResponse.BatchItemFailure(failed.identifier()))
            .toList());
  }

  @Override
  StreamBatch<T> self() {
    return this;
  }

  @Override
  Optional<String> lane(Received<T> of) {
    return lane.apply(of);
  }
}
