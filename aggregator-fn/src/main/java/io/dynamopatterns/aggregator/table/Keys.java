package io.dynamopatterns.aggregator.table;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The keys of the table, and of its index. */
final class Keys {
  static final String PK = "pk";
  static final String SK = "sk";
  static final String EXPIRES_AT = "expiresAt";

  /** The index of what is open and of what was rejected. */
  static final String INDEX = "open";

  static final String INDEX_SHARD = "openShard";
  static final String INDEX_TIME = "openSince";

  /** Begins the sort key of an event; the stream's filter selects by it. */
  static final String EVENT = "e#";

  /** Begins the sort keys of a group's rounds. */
  static final String ROUND = "#head#";

  private static final String ZEROS = "0".repeat(10);

  private Keys() {}

  static Map<String, AttributeValue> event(String group, String id) {
    return key(group, EVENT + id);
  }

  static Map<String, AttributeValue> round(String group, long number) {
    String digits = Long.toString(number);
    return key(group, ROUND + ZEROS.substring(Math.min(digits.length(), ZEROS.length())) + digits);
  }

  static Map<String, AttributeValue> key(String pk, String sk) {
    return Map.of(PK, AttributeValue.fromS(pk), SK, AttributeValue.fromS(sk));
  }

  /** The key of any item. */
  static Map<String, AttributeValue> of(Map<String, AttributeValue> item) {
    return Map.of(PK, item.get(PK), SK, item.get(SK));
  }

  /** The key of the index for an item of this kind with this partition key. */
  static String indexShard(IndexKind kind, String pk, int shards) {
    CRC32 hash = new CRC32();
    hash.update(pk.getBytes(StandardCharsets.UTF_8));
    return indexShard(kind, (int) (hash.getValue() % shards));
  }

  static String indexShard(IndexKind kind, int shard) {
    return kind.prefix() + shard;
  }

  /** When something expires that was last heard of at this time, in epoch seconds. */
  static AttributeValue expiresAt(Instant time, Duration retention) {
    return AttributeValue.fromN(Long.toString(time.plus(retention).getEpochSecond()));
  }
}
