package io.dynamopatterns.emulator.mapping;

import io.dynamopatterns.emulator.keep.KeptValues;
import io.dynamopatterns.mapping.BatchDelivery;
import io.dynamopatterns.mapping.FailureDestination;
import io.dynamopatterns.mapping.KeptPosition;
import io.dynamopatterns.mapping.MappingPace;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.RecordFilter;
import io.dynamopatterns.mapping.ShardLane;
import io.dynamopatterns.mapping.ShardReader;
import io.dynamopatterns.mapping.StreamSource;
import io.dynamopatterns.mapping.function.Invoker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a stream and invokes a function with batches of its records. */
public final class EventSourceMapping extends Mapping {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
  private static final Duration AWAITED_INTERVAL = Duration.ofMillis(10);

  private final List<ShardReader> readers = new ArrayList<>();
  private volatile boolean awaited;

  public EventSourceMapping(
      MappingSpec spec,
      StreamSource source,
      Invoker function,
      FailureDestination onFailure,
      MappingPace pace) {
    this(spec, source, function, onFailure, pace, Optional.empty());
  }

  /**
   * @param kept has the positions that a mapping before this one has reached, and gets its own
   */
  public EventSourceMapping(
      MappingSpec spec,
      StreamSource source,
      Invoker function,
      FailureDestination onFailure,
      MappingPace pace,
      Optional<KeptValues> kept) {
    super(spec);
    RecordFilter filter = RecordFilter.ofStream(source.kind(), spec.filters(), spec.address());
    // Where a position is kept, all is read again from the beginning and what is done left out.
    for (StreamSource.Shard shard : source.open(spec.fromTrimHorizon() || kept.isPresent())) {
      Optional<KeptPosition> position =
          kept.map(values -> position(values, spec.address() + " " + readers.size()));
      BatchDelivery delivery =
          new BatchDelivery(spec, source, shard.id(), function, onFailure, pace, stats(), gate());
      ShardReader reader = new ShardReader(spec, shard, filter, delivery, stats(), position);
      if (!spec.fromTrimHorizon() && position.filter(known -> !known.isKnown()).isPresent()) {
        reader.skip();
      }
      readers.add(reader);
    }
  }

  private static KeptPosition position(KeptValues values, String name) {
    return new KeptPosition(values.get(name), reached -> values.put(name, reached));
  }

  /** Records read and not yet done with. */
  @Override
  public long pending() {
    return stats().pending();
  }

  @Override
  public void drain() {
    try {
      boolean more;
      do {
        more = false;
        for (ShardReader reader : readers) {
          more |= reader.read() > 0;
          for (ShardLane lane : reader.lanes()) {
            lane.drain();
          }
        }
      } while (more);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts a thread for each shard and for each of its parallel lanes. */
  @Override
  public void start() {
    for (ShardReader reader : readers) {
      String name = "mapping-" + spec().function() + "-" + reader.shardId();
      thread(
          name,
          () -> {
            // One read of many records costs what each of many reads of one record does.
            if (reader.read() < ShardReader.READ_LIMIT) {
              Thread.sleep(awaited ? AWAITED_INTERVAL : POLL_INTERVAL);
            }
          });
      for (int lane = 0; lane < reader.lanes().size(); lane++) {
        thread(name + "-" + lane, reader.lanes().get(lane)::deliverNext);
      }
    }
  }

  @Override
  void await(boolean now) {
    awaited = now;
    readers.forEach(reader -> reader.lanes().forEach(lane -> lane.await(now)));
  }

  @Override
  boolean isIdle() {
    return readers.stream().allMatch(ShardReader::isIdle);
  }

  @Override
  List<ShardReader> readers() {
    return readers;
  }
}
