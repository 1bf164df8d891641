package io.dynamopatterns.sim.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.StreamKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A Kinesis stream with shards of equal ranges, each of which may be split in two. */
public final class SimulatedKinesis implements SimulatedStream {
  private static final int RANGE = 1 << 16;

  private final String arn;
  private final List<KinesisShard> shards = new ArrayList<>();
  private int made;
  private long lastNumber;

  /** A shard: the partition keys whose hash is in a range. */
  public static final class KinesisShard implements Shard {
    private final String id;
    private final Optional<String> parent;
    private final int from;
    private final int to;
    private final List<ObjectNode> records = new ArrayList<>();
    private boolean closed;

    KinesisShard(int number, Optional<String> parent, int from, int to) {
      this.id = "shardId-%012d".formatted(number);
      this.parent = parent;
      this.from = from;
      this.to = to;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public Optional<String> parent() {
      return parent;
    }

    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public List<ObjectNode> records() {
      return records;
    }
  }

  public SimulatedKinesis(String name, int shardCount) {
    this.arn = "arn:aws:kinesis:us-east-1:123456789012:stream/" + name;
    for (int i = 0; i < shardCount; i++) {
      shards.add(
          new KinesisShard(
              made++,
              Optional.empty(),
              RANGE / shardCount * i,
              i == shardCount - 1 ? RANGE : RANGE / shardCount * (i + 1)));
    }
  }

  @Override
  public StreamKind kind() {
    return StreamKind.KINESIS;
  }

  @Override
  public String arn() {
    return arn;
  }

  @Override
  public List<KinesisShard> shards() {
    return List.copyOf(shards);
  }

  /** Closes all shards, each continued by one. */
  public void reshard() {
    for (KinesisShard shard : List.copyOf(shards)) {
      if (!shard.closed) {
        shard.closed = true;
        shards.add(new KinesisShard(made++, Optional.of(shard.id), shard.from, shard.to));
      }
    }
  }

  /** Closes an open shard, whose keys are continued by two. */
  public void split(int number) {
    List<KinesisShard> open = shards.stream().filter(shard -> !shard.closed).toList();
    KinesisShard shard = open.get(number % open.size());
    int middle = (shard.from + shard.to) / 2;
    shard.closed = true;
    shards.add(new KinesisShard(made++, Optional.of(shard.id), shard.from, middle));
    shards.add(new KinesisShard(made++, Optional.of(shard.id), middle, shard.to));
  }

  /** Forgets all records, and closed shards, as after the retention. */
  public void forget() {
    shards.removeIf(shard -> shard.closed);
    shards.forEach(shard -> shard.records.clear());
  }

  public void put(Instant arrival, String partitionKey, String data) {
    int hash = Math.floorMod(partitionKey.hashCode() * 0x9E3779B1, RANGE);
    KinesisShard shard =
        shards.stream()
            .filter(one -> !one.closed && one.from <= hash && hash < one.to)
            .findFirst()
            .orElseThrow();
    lastNumber++;
    String number = "495%053d".formatted(lastNumber);
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record
        .putObject("kinesis")
        .put("kinesisSchemaVersion", "1.0")
        .put("partitionKey", partitionKey)
        .put("sequenceNumber", number)
        .put("data", Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)))
        .put("approximateArrivalTimestamp", arrival.toEpochMilli() / 1000.0);
    record
        .put("eventSource", "aws:kinesis")
        .put("eventVersion", "1.0")
        .put("eventID", shard.id + ":" + number)
        .put("eventName", "aws:kinesis:record")
        .put("invokeIdentityArn", "arn:aws:iam::123456789012:role/simulated")
        .put("awsRegion", "us-east-1")
        .put("eventSourceARN", arn);
    shard.records.add(record);
  }

  /** What a producer put. */
  public static String data(SourceRecord record) {
    return new String(
        Base64.getDecoder().decode(record.json().at("/kinesis/data").asText()),
        StandardCharsets.UTF_8);
  }

  @Override
  public SourceRecord record(JsonNode json) {
    return SourceRecord.of(
        sequenceNumber(json), json.at("/kinesis/partitionKey").asText(), arrived(json), json);
  }

  public static String sequenceNumber(JsonNode json) {
    return json.get("kinesis").get("sequenceNumber").asText();
  }

  /** When a record came into the stream. */
  public static Instant arrived(JsonNode json) {
    double seconds = json.get("kinesis").get("approximateArrivalTimestamp").asDouble();
    return Instant.ofEpochMilli(Math.round(seconds * 1000));
  }
}
