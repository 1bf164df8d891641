package io.dynamopatterns.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads one shard, filters its records and hands them to lanes by their key. */
public final class ShardReader {
  /** The most records of one read. */
  public static final int READ_LIMIT = 1000;

  private final StreamSource.Shard shard;
  private final RecordFilter filter;
  private final List<ShardLane> lanes;
  private final MappingStats stats;
  private final Optional<KeptPosition> position;
  private volatile long emptyReads;

  public ShardReader(
      MappingSpec spec,
      StreamSource.Shard shard,
      RecordFilter filter,
      BatchDelivery delivery,
      MappingStats stats,
      Optional<KeptPosition> position) {
    this.position = position;
    this.shard = shard;
    this.filter = filter;
    this.stats = stats;
    this.lanes =
        IntStream.range(0, spec.parallelization())
            .mapToObj(lane -> new ShardLane(spec, delivery, this::done))
            .toList();
  }

  private void done(List<SourceRecord> records) {
    position.ifPresent(kept -> kept.done(records));
  }

  /** Leaves out what is there now. */
  public void skip() {
    List<SourceRecord> records = shard.read(READ_LIMIT);
    while (!records.isEmpty()) {
      position.orElseThrow().skipTo(records.getLast());
      records = shard.read(READ_LIMIT);
    }
  }

  public String shardId() {
    return shard.id();
  }

  public List<ShardLane> lanes() {
    return lanes;
  }

  /** How often a read found nothing while nothing was waiting or being delivered. */
  public long emptyReads() {
    return emptyReads;
  }

  /** Reads once; returns how many records there were. */
  public int read() throws InterruptedException {
    boolean idle = isIdle();
    List<SourceRecord> all = shard.read(READ_LIMIT);
    List<SourceRecord> records = position.map(kept -> kept.read(all)).orElse(all);
    stats.addRead(records.size());
    List<List<SourceRecord>> byLane = new ArrayList<>();
    lanes.forEach(lane -> byLane.add(new ArrayList<>()));
    for (SourceRecord record : records) {
      if (filter.test(record)) {
        byLane.get(Math.floorMod(record.key().hashCode(), lanes.size())).add(record);
      } else {
        stats.addFiltered();
        done(List.of(record));
      }
    }
    for (int lane = 0; lane < lanes.size(); lane++) {
      lanes.get(lane).offer(byLane.get(lane));
    }
    if (all.isEmpty() && idle && isIdle()) {
      emptyReads++;
    }
    return all.size();
  }

  public boolean isIdle() {
    return lanes.stream().allMatch(ShardLane::isIdle);
  }
}
