package io.dynamopatterns.sim.dynamodb.table;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.value.AttributeJson;
import io.dynamopatterns.sim.dynamodb.value.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stream of a table with new and old images. It begins with one shard. Shards split, or end and
 * are continued by one child, when the simulator says so.
 */
public final class ChangeStream {
  private static final String REGION = "us-east-1";

  private final String arn;
  private final KeySchema keys;
  private final int number;
  private final List<StreamShard> shards = new ArrayList<>();
  private int made;
  private long lastNumber;

  ChangeStream(String table, KeySchema keys, int number) {
    this.arn =
        "arn:aws:dynamodb:%s:123456789012:table/%s/stream/2026-11-20T00:00:00.%03d"
            .formatted(REGION, table, number);
    this.number = number;
    // A new stream has numbers above those of the old one.
    this.lastNumber = number * 1_000_000_000L;
    this.keys = keys;
    shards.add(new StreamShard(id(), Optional.empty(), 0, Hashes.END));
  }

  public String arn() {
    return arn;
  }

  /** All shards, parents before their children. */
  public List<StreamShard> shards() {
    return List.copyOf(shards);
  }

  /** Closes a shard, whose keys are continued by two. */
  public void split(StreamShard shard) {
    long middle = (shard.from() + shard.to()) / 2;
    if (!shard.isClosed() && middle > shard.from()) {
      shard.close();
      shards.add(new StreamShard(id(), Optional.of(shard.id()), shard.from(), middle));
      shards.add(new StreamShard(id(), Optional.of(shard.id()), middle, shard.to()));
    }
  }

  /** Closes a shard, which is continued by one, as the service does every few hours. */
  public void roll(StreamShard shard) {
    if (!shard.isClosed()) {
      shard.close();
      shards.add(new StreamShard(id(), Optional.of(shard.id()), shard.from(), shard.to()));
    }
  }

  /** No more changes will come. */
  void end() {
    shards.forEach(StreamShard::close);
  }

  /** Forgets all records, and closed shards. */
  void forget() {
    shards.removeIf(StreamShard::isClosed);
    shards.forEach(StreamShard::forget);
  }

  private String id() {
    int shard = made++;
    return "shardId-%020d-%08x".formatted(1_700_000_000_000L + 1_000_000L * number + shard, shard);
  }

  void append(ModelChange change) {
    long hash = Hashes.of(change.key().partition());
    shards.stream()
        .filter(shard -> shard.covers(hash))
        .findFirst()
        .orElseThrow()
        .add(record(change));
  }

  private ObjectNode record(ModelChange change) {
    // Numbers rise over all shards, with gaps.
    lastNumber += 1 + lastNumber % 3;
    String number = "%d%021d".formatted(4, lastNumber);
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("eventID", "%032x".formatted(lastNumber));
    record.put("eventName", change.eventName());
    record.put("eventVersion", "1.1");
    record.put("eventSource", "aws:dynamodb");
    record.put("awsRegion", REGION);
    record.put("eventSourceARN", arn);
    ObjectNode data = record.putObject("dynamodb");
    data.put("ApproximateCreationDateTime", change.time().getEpochSecond());
    data.set("Keys", AttributeJson.write(keys.attributes(change.item())));
    change.after().ifPresent(item -> data.set("NewImage", AttributeJson.write(item)));
    change.before().ifPresent(item -> data.set("OldImage", AttributeJson.write(item)));
    data.put("SequenceNumber", number);
    data.put(
        "SizeBytes",
        change.before().map(Sizes::of).orElse(0) + change.after().map(Sizes::of).orElse(0));
    data.put("StreamViewType", "NEW_AND_OLD_IMAGES");
    if (change.byTimeToLive()) {
      record
          .putObject("userIdentity")
          .put("type", "Service")
          .put("principalId", "dynamodb.amazonaws.com");
    }
    return record;
  }
}
