package io.dynamopatterns.sim.pattern.eventstore;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.eventstore.watermark.SourceStream;
import io.dynamopatterns.sim.lambda.SimulatedKinesis;
import io.dynamopatterns.sim.lambda.SimulatedStream;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.run.World;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The stream as the watermark sees it: not yet all that has arrived and was not handed over. */
public final class SeenStream implements SourceStream {
  private final World world;
  private final SimulatedKinesis stream;
  private final StreamMapping<?> ingest;

  public SeenStream(World world, SimulatedKinesis stream, StreamMapping<?> ingest) {
    this.world = world;
    this.stream = stream;
    this.ingest = ingest;
  }

  @Override
  public Listing shards() {
    return new Listing(
        stream.shards().stream().map(SimulatedStream.Shard::id).toList(), world.clock().instant());
  }

  @Override
  public Tail after(String shardId, String sequence, Optional<Instant> since) {
    SimulatedStream.Shard shard =
        stream.shards().stream().filter(one -> one.id().equals(shardId)).findFirst().orElseThrow();
    List<? extends JsonNode> all = shard.records();
    int handedOver = ingest.handedOver(shardId);
    int shown =
        world.faults().isHealed() || world.once(2)
            ? all.size()
            : handedOver + world.random().nextInt(all.size() - handedOver + 1);
    BigInteger after = new BigInteger(sequence);
    boolean waiting =
        all.subList(0, shown).stream()
            .filter(
                json -> since.isEmpty() || !SimulatedKinesis.arrived(json).isBefore(since.get()))
            .map(SimulatedKinesis::sequenceNumber)
            .filter(number -> !ingest.hasLost(number))
            .anyMatch(number -> new BigInteger(number).compareTo(after) > 0);
    if (waiting) {
      return new Tail.Waiting();
    }
    return shard.isClosed() && shown == all.size()
        ? new Tail.Ended(children(shardId))
        : new Tail.Empty(world.clock().instant());
  }

  private List<String> children(String shardId) {
    return stream.shards().stream()
        .filter(shard -> shard.parent().equals(Optional.of(shardId)))
        .map(SimulatedStream.Shard::id)
        .toList();
  }
}
