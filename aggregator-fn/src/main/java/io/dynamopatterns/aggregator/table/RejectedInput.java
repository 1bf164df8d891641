package io.dynamopatterns.aggregator.table;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.item.ItemParts;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A record that is not an event, as it is kept.
 *
 * @param source the name of the stream it came from, or {@code table} for an item that an
 *     application wrote
 * @param shard the shard it came from, or the group of such an item
 * @param sequenceNumber its place there
 * @param arrival when it arrived there
 * @param reason what is wrong with it and what is allowed, without its content
 * @param payload its content: as it came, or the item in DynamoDB's JSON
 */
public record RejectedInput(
    String source,
    String shard,
    String sequenceNumber,
    Instant arrival,
    String reason,
    byte[] payload) {

  /** The source of items that applications wrote. */
  public static final String TABLE = "table";

  static final String PAYLOAD = "payload";

  private static final String SOURCE = "source";
  private static final String SHARD = "shard";
  private static final String SEQUENCE = "sequence";
  private static final String ARRIVAL = "arrival";
  private static final String REASON = "reason";

  /** Sorts alone, with its parts: each rejected record has its own partition key. */
  private static final String SORT_KEY = "x";

  /** The items of the record, itself last. The key is the same at every delivery. */
  List<Map<String, AttributeValue>> items(int indexShards, Duration retention) {
    String pk =
        source.equals(TABLE)
            // A group may take all the room that a key has.
            ? "#rejected#%s:%08x:%s".formatted(source, shard.hashCode(), sequenceNumber)
            : "#rejected#%s:%s:%s".formatted(source, shard, sequenceNumber);
    Map<String, AttributeValue> item = new TreeMap<>(Keys.key(pk, SORT_KEY));
    item.put(SOURCE, AttributeValue.fromS(source));
    item.put(SHARD, AttributeValue.fromS(shard));
    item.put(SEQUENCE, AttributeValue.fromS(sequenceNumber));
    item.put(ARRIVAL, AttributeValue.fromS(Times.text(arrival)));
    item.put(REASON, AttributeValue.fromS(reason));
    item.put(
        Keys.INDEX_SHARD,
        AttributeValue.fromS(Keys.indexShard(IndexKind.REJECTED, pk, indexShards)));
    item.put(Keys.INDEX_TIME, AttributeValue.fromS(Times.text(arrival)));
    if (!retention.isZero()) {
      item.put(Keys.EXPIRES_AT, Keys.expiresAt(arrival, retention));
    }
    return ItemParts.split(item, PAYLOAD, payload);
  }

  /** The record that an item holds, with its parts among the others. */
  static RejectedInput read(
      Map<String, AttributeValue> item, Collection<Map<String, AttributeValue>> others) {
    return new RejectedInput(
        item.get(SOURCE).s(),
        item.get(SHARD).s(),
        item.get(SEQUENCE).s(),
        Instant.parse(item.get(ARRIVAL).s()),
        item.get(REASON).s(),
        ItemParts.data(item, PAYLOAD, others));
  }
}
