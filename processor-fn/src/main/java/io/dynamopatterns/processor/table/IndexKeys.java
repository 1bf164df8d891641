package io.dynamopatterns.processor.table;

import io.dynamopatterns.common.Sha256;
import io.dynamopatterns.common.Times;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The keys of the index by state. A state's work is spread over shards, so that no key of the index
 * takes all writes; in each it is in the order in which it came into the state.
 *
 * @param shards how many; may be raised at any time, never lowered
 */
public record IndexKeys(int shards) {
  /** Sets the time apart from what makes it unique. */
  private static final char MARK = '#';

  /** The partitions of a state. */
  List<String> partitions(WorkState state) {
    return IntStream.range(0, shards).mapToObj(shard -> partition(state, shard)).toList();
  }

  /** The partition of this work in this state. */
  String partition(WorkState state, String id) {
    return partition(state, Math.floorMod(Sha256.of(id)[0], shards));
  }

  /** The one partition of the rejected parts of a work item. */
  static String rejectedPartition(String id) {
    return "REJECTED" + MARK + id;
  }

  /** The sort key of work that came into its state at this time: no two have the same. */
  static String position(Instant time, String id) {
    return Times.text(time) + MARK + HexFormat.of().formatHex(Sha256.of(id), 0, Long.BYTES);
  }

  /** What sorts before every position at or after this time, and after all earlier ones. */
  static String before(Instant time) {
    return Times.text(time);
  }

  /** The time of a position. */
  static Instant time(String position) {
    return Instant.parse(position.substring(0, position.indexOf(MARK)));
  }

  private static String partition(WorkState state, int shard) {
    return state.name() + MARK + shard;
  }
}
