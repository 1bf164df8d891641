package io.dynamopatterns.worker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How far the reads of each shard lag. */
final class ShardLag {
  private final Map<String, Long> millis = new ConcurrentHashMap<>();

  /**
   * @param lag in milliseconds, or null where the service does not say
   */
  void of(String shardId, Long lag) {
    millis.put(shardId, lag == null ? 0 : lag);
  }

  void ended(String shardId) {
    millis.remove(shardId);
  }

  int shards() {
    return millis.size();
  }

  /** The lag of the shard that lags most. */
  Duration longest() {
    return Duration.ofMillis(millis.values().stream().mapToLong(Long::longValue).max().orElse(0));
  }
}
