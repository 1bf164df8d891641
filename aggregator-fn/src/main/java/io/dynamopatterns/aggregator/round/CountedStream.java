package io.dynamopatterns.aggregator.round;

import io.dynamopatterns.common.delivery.CountedPositions;
import java.util.List;

/**
 * How far the table's stream has been counted, for all rounds of a group.
 *
 * @param positions the last record that was counted; not to be changed
 * @param split whether the group's records are known to come from two shards. Then the position
 *     does not tell what was counted, and no event is skipped for it
 */
public record CountedStream(CountedPositions positions, boolean split) {
  static final CountedStream NONE = new CountedStream(CountedPositions.of(null), false);

  /** Whether the event is at or before the position of its stream. */
  boolean passed(StreamedEvent event) {
    return positions.contains(event.stream(), event.sequenceNumber());
  }

  /** Whether it is unknown if the event was counted: the stream has not kept its order. */
  boolean doubts(StreamedEvent event) {
    return split && passed(event)
        || positions.isDoubtful(event.stream(), event.sequenceNumber(), event.arrival());
  }

  /**
   * Whether these events, which follow each other in one shard, skip the position: some are before
   * it, some after it, and none is at it. Then what is at the position came from another shard, and
   * it is unknown whether those before it were counted.
   */
  boolean isSkippedBy(List<StreamedEvent> events) {
    int passed = 0;
    for (StreamedEvent event : events) {
      if (positions.isLast(event.stream(), event.sequenceNumber())) {
        return false;
      }
      passed += passed(event) ? 1 : 0;
    }
    return passed > 0 && passed < events.size();
  }

  /**
   * The stream with this event counted. One that is after the position by its number, and well
   * before it by its time, shows that there are two shards.
   */
  CountedStream with(StreamedEvent event) {
    CountedPositions after = positions.copy();
    after.advance(event.stream(), event.sequenceNumber(), event.arrival());
    return new CountedStream(
        after,
        split || positions.runsBack(event.stream(), event.sequenceNumber(), event.arrival()));
  }

  /** The stream, known to be counted from two shards. */
  CountedStream asSplit() {
    return new CountedStream(positions, true);
  }
}
