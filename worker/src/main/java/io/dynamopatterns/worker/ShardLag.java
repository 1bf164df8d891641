package io.dynamopatterns.worker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * How far the answers of each shard lag: by the age of its oldest record that is not answered, or,
 * where all that was read is answered, by the lag of the last read and the time since then.
 */
final class ShardLag {
  private record Read(Instant at, Duration lag, Supplier<Unanswered> unanswered) {
    Duration lag(Instant now) {
      Duration ofReads = lag.plus(Duration.between(at, now));
      return unanswered
          .get()
          .oldest()
          .map(arrived -> Duration.between(arrived, now))
          .filter(ofAnswers -> ofAnswers.compareTo(ofReads) > 0)
          .orElse(ofReads);
    }
  }

  private final Clock clock;
  private final Map<String, Read> shards = new ConcurrentHashMap<>();

  ShardLag(Clock clock) {
    this.clock = clock;
  }

  /**
   * A read of a shard.
   *
   * @param lag in milliseconds, or null where the service does not say
   */
  void of(String shardId, Long lag, Supplier<Unanswered> unanswered) {
    shards.put(
        shardId, new Read(clock.instant(), Duration.ofMillis(lag == null ? 0 : lag), unanswered));
  }

  void ended(String shardId) {
    shards.remove(shardId);
  }

  int shards() {
    return shards.size();
  }

  /** The records of all shards that are taken and not answered. */
  int unanswered() {
    return shards.values().stream().mapToInt(read -> read.unanswered().get().records()).sum();
  }

  /** The lag of the shard that lags most. */
  Duration longest() {
    Instant now = clock.instant();
    return shards.values().stream()
        .map(read -> read.lag(now))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
