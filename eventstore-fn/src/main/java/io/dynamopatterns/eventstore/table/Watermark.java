package io.dynamopatterns.eventstore.table;

import static java.util.stream.Collectors.toSet;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.eventstore.table.ShardState.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How far the store is complete.
 *
 * @param allKnown whether every shard of the stream has been registered once; before that nothing
 *     is known to be complete
 * @param shards the state of each shard
 */
public record Watermark(boolean allKnown, List<ShardState> shards) {
  /**
   * Every event with a store time before this one is in the event table, and no other will be
   * stored there; the epoch if nothing is known.
   */
  public Instant time() {
    if (!allKnown) {
      return Instant.EPOCH;
    }
    return holdingStates()
        .map(ShardState::visibleUntil)
        .min(Instant::compareTo)
        .orElseGet(this::timeOfClosed);
  }

  /** The shards that hold the watermark. */
  Set<String> holding() {
    return holdingStates().map(ShardState::shard).collect(toSet());
  }

  private Stream<ShardState> holdingStates() {
    return shards.stream().filter(state -> state.phase() != Phase.CLOSED);
  }

  /** The stream is at its end: so is the store. */
  private Instant timeOfClosed() {
    return shards.stream().map(ShardState::time).reduce(Instant.EPOCH, Times::max);
  }
}
