package io.dynamopatterns.emulator.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The operations by which a consumer reads shards itself, without a mapping. */
record KinesisReads(Map<String, EmbeddedKinesisStream> streams, Clock clock) {
  private static final int MAX_RECORDS = 10_000;
  private static final int MAX_BYTES = 10 * 1024 * 1024;

  /** The year 5138 in seconds, and 1973 in milliseconds. */
  private static final double MOST_SECONDS = 1e11;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  ObjectNode iterator(EmbeddedKinesisStream stream, JsonNode request) {
    KinesisShard shard = shard(stream, request.path("ShardId").asText());
    String number = request.path("StartingSequenceNumber").asText();
    String type = request.path("ShardIteratorType").asText();
    int position =
        switch (type) {
          case "TRIM_HORIZON" -> 0;
          case "LATEST" -> shard.size();
          case "AT_SEQUENCE_NUMBER" -> position(shard, number);
          case "AFTER_SEQUENCE_NUMBER" -> position(shard, number) + 1;
          case "AT_TIMESTAMP" -> shard.positionAt(time(request.path("Timestamp")));
          default ->
              throw invalid(
                  "The local Kinesis has iterators TRIM_HORIZON, LATEST, AT_SEQUENCE_NUMBER,"
                      + " AFTER_SEQUENCE_NUMBER and AT_TIMESTAMP, not "
                      + type);
        };
    return JSON.objectNode()
        .put("ShardIterator", new Position(stream.name(), shard.id(), position).toText());
  }

  static String streamOf(String iterator) {
    return Position.parse(iterator).stream();
  }

  /** JSON has seconds with a fraction, CBOR has milliseconds. */
  private static Instant time(JsonNode timestamp) {
    double number = timestamp.asDouble();
    return Instant.ofEpochMilli((long) (number < MOST_SECONDS ? number * 1_000 : number));
  }

  ObjectNode records(JsonNode request) {
    Position position = Position.parse(request.path("ShardIterator").asText());
    EmbeddedKinesisStream stream = streams.get(position.stream());
    if (stream == null) {
      throw invalidIterator();
    }
    int limit = request.path("Limit").asInt(MAX_RECORDS);
    if (limit < 1 || limit > MAX_RECORDS) {
      throw invalid("Limit must be 1 to %d, not %d".formatted(MAX_RECORDS, limit));
    }
    KinesisShard shard = shard(stream, position.shard());
    List<KinesisRecord> records = withinBytes(shard.read(position.position(), limit));
    int next = position.position() + records.size();
    ObjectNode answer = JSON.objectNode();
    ArrayNode written = answer.putArray("Records");
    records.forEach(record -> written.add(json(record)));
    answer.put("NextShardIterator", new Position(stream.name(), shard.id(), next).toText());
    answer.put("MillisBehindLatest", millisBehind(shard, next));
    return answer;
  }

  private static ObjectNode json(KinesisRecord record) {
    ObjectNode json = JSON.objectNode();
    json.put("SequenceNumber", record.sequenceNumber());
    json.putPOJO("ApproximateArrivalTimestamp", record.arrived());
    json.put("Data", record.data());
    json.put("PartitionKey", record.partitionKey());
    return json;
  }

  /** As many as an answer holds, but always one. */
  private static List<KinesisRecord> withinBytes(List<KinesisRecord> records) {
    long bytes = 0;
    for (int i = 0; i < records.size(); i++) {
      bytes += records.get(i).data().length;
      if (bytes > MAX_BYTES && i > 0) {
        return records.subList(0, i);
      }
    }
    return records;
  }

  /** Zero at the tip of the shard, else the age of what comes next. */
  private long millisBehind(KinesisShard shard, int next) {
    return shard.read(next, 1).stream()
        .mapToLong(
            record -> Math.max(1, Duration.between(record.arrived(), clock.instant()).toMillis()))
        .findFirst()
        .orElse(0);
  }

  private static int position(KinesisShard shard, String sequenceNumber) {
    try {
      return shard.position(sequenceNumber);
    } catch (IllegalArgumentException e) {
      throw invalid(e.getMessage());
    }
  }

  private static KinesisShard shard(EmbeddedKinesisStream stream, String id) {
    return stream.shards().stream()
        .filter(shard -> shard.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new ApiException(
                    400,
                    "ResourceNotFoundException",
                    "Shard %s of stream %s not found".formatted(id, stream.name())));
  }

  static ApiException invalid(String message) {
    return new ApiException(400, "InvalidArgumentException", message);
  }

  private static ApiException invalidIterator() {
    return invalid("The ShardIterator is not one of this Kinesis");
  }

  /** What an iterator stands for. */
  private record Position(String stream, String shard, int position) {
    String toText() {
      byte[] text = "%s %s %d".formatted(stream, shard, position).getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(text);
    }

    static Position parse(String iterator) {
      try {
        String[] parts =
            new String(Base64.getDecoder().decode(iterator), StandardCharsets.UTF_8).split(" ");
        return new Position(parts[0], parts[1], Integer.parseInt(parts[2]));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw invalidIterator();
      }
    }
  }
}
