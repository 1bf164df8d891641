package io.dynamopatterns.eventstore.table;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.eventstore.table.ShardState.Phase;
import java.time.Instant;
import java.util.List;

/**
 * How far the store is complete.
 *
 * @param allKnown whether every shard of the stream has been registered once; before that nothing
 *     is known to be complete
 * @param shards the state of each shard, the latest registered last
 */
public record Watermark(boolean allKnown, List<ShardState> shards) {
  /**
   * Every event with a store time before this one is in the event table, and none will come any
   * more; the epoch if nothing is known.
   */
  public Instant time() {
    if (!allKnown) {
      return Instant.EPOCH;
    }
    return shards.stream()
        .filter(state -> state.phase() != Phase.CLOSED)
        .map(ShardState::visibleUntil)
        .min(Instant::compareTo)
        .orElseGet(this::timeOfClosed);
  }

  /** The stream is at its end: so is the store. */
  private Instant timeOfClosed() {
    return shards.stream().map(ShardState::time).reduce(Instant.EPOCH, Times::max);
  }
}
