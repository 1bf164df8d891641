package io.dynamopatterns.local.mapping;

import io.dynamopatterns.local.state.MappingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reads one shard, filters its records and hands them to lanes by their key. */
final class ShardReader {
  /** The most records of one read. */
  static final int READ_LIMIT = 1000;

  private final StreamSource.Shard shard;
  private final RecordFilter filter;
  private final List<Lane> lanes;
  private final MappingStats stats;
  private volatile long emptyReads;

  ShardReader(
      MappingSpec spec,
      StreamSource.Shard shard,
      RecordFilter filter,
      BatchDelivery delivery,
      MappingStats stats) {
    this.shard = shard;
    this.filter = filter;
    this.stats = stats;
    this.lanes =
        IntStream.range(0, spec.parallelization())
            .mapToObj(lane -> new Lane(spec, delivery))
            .toList();
  }

  String shardId() {
    return shard.id();
  }

  List<Lane> lanes() {
    return lanes;
  }

  /** How often a read found nothing while nothing was waiting or being delivered. */
  long emptyReads() {
    return emptyReads;
  }

  /** Reads once; returns how many records there were. */
  int read() throws InterruptedException {
    boolean idle = isIdle();
    List<StreamRecord> records = shard.read(READ_LIMIT);
    stats.read.add(records.size());
    List<List<StreamRecord>> byLane = new ArrayList<>();
    lanes.forEach(lane -> byLane.add(new ArrayList<>()));
    for (StreamRecord record : records) {
      if (filter.test(record)) {
        byLane.get(Math.floorMod(record.key().hashCode(), lanes.size())).add(record);
      } else {
        stats.filtered.increment();
      }
    }
    for (int lane = 0; lane < lanes.size(); lane++) {
      lanes.get(lane).offer(byLane.get(lane));
    }
    if (records.isEmpty() && idle && isIdle()) {
      emptyReads++;
    }
    return records.size();
  }

  boolean isIdle() {
    return lanes.stream().allMatch(Lane::isIdle);
  }
}
