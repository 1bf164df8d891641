package io.dynamopatterns.worker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How far the reads of each shard lag behind its end. */
final class ShardLag {
  private final Map<String, Long> millis = new ConcurrentHashMap<>();

  /**
   * @param behind milliseconds, or null where the service does not say
   */
  void of(String shardId, Long behind) {
    millis.put(shardId, behind == null ? 0 : behind);
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
