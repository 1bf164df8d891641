package io.dynamopatterns.emulator.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.dynamopatterns.emulator.http.ApiException;
import io.dynamopatterns.emulator.http.TargetHandler;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operations of the Kinesis API that the fleet answers. */
final class KinesisOperations extends TargetHandler {
  private static final ObjectMapper MAPPER = KinesisTimes.inSeconds(new ObjectMapper());
  private static final ObjectMapper CBOR =
      KinesisTimes.inMilliseconds(new ObjectMapper(new CBORFactory()));
  private static final String CBOR_TYPE = "application/x-amz-cbor-1.1";
  private static final int MAX_RECORDS = 500;
  private static final int MAX_BYTES = 10 * 1024 * 1024;
  private static final int MAX_PARTITION_KEY = 256;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<String, EmbeddedKinesisStream> streams;
  private final KinesisReads reads;
  private final Instant created;

  KinesisOperations(Map<String, EmbeddedKinesisStream> streams, Clock clock) {
    this.streams = streams;
    this.reads = new KinesisReads(streams, clock);
    this.created = clock.instant();
  }

  @Override
  protected ObjectMapper mapper(String contentType) {
    return contentType.equals(CBOR_TYPE) ? CBOR : MAPPER;
  }

  @Override
  protected ObjectNode answer(String operation, JsonNode request) {
    return switch (operation) {
      case "PutRecord" -> putRecord(request);
      case "PutRecords" -> putRecords(request);
      case "ListShards" -> listShards(request);
      case "GetShardIterator" -> reads.iterator(stream(request), request);
      case "GetRecords" -> reads.records(request);
      case "DescribeStreamSummary" -> describeStreamSummary(request);
      case "ListStreams" -> listStreams(request);
      default ->
          throw unknown(
              "The local Kinesis answers PutRecord, PutRecords, ListShards, GetShardIterator,"
                  + " GetRecords, DescribeStreamSummary and ListStreams, not "
                  + operation);
    };
  }

  private ObjectNode putRecord(JsonNode request) {
    return put(stream(request), entry(request));
  }

  private ObjectNode putRecords(JsonNode request) {
    EmbeddedKinesisStream stream = stream(request);
    JsonNode records = request.path("Records");
    if (records.isEmpty() || records.size() > MAX_RECORDS) {
      throw KinesisReads.invalid(
          "PutRecords takes 1 to %d records, not %d".formatted(MAX_RECORDS, records.size()));
    }
    // Everything is checked before anything is stored: a refused request stores nothing.
    List<Entry> entries = new ArrayList<>();
    records.forEach(record -> entries.add(entry(record)));
    if (entries.stream().mapToLong(Entry::bytes).sum() > MAX_BYTES) {
      throw KinesisReads.invalid("PutRecords takes at most " + MAX_BYTES + " bytes");
    }
    ObjectNode answer = JSON.objectNode();
    answer.put("FailedRecordCount", 0);
    ArrayNode results = answer.putArray("Records");
    entries.forEach(entry -> results.add(put(stream, entry)));
    return answer;
  }

  private static ObjectNode put(EmbeddedKinesisStream stream, Entry entry) {
    EmbeddedKinesisStream.Placed placed =
        entry.hashKey() == null
            ? stream.put(entry.partitionKey(), entry.data())
            : stream.put(entry.partitionKey(), entry.hashKey(), entry.data());
    ObjectNode result = JSON.objectNode();
    result.put("ShardId", placed.shardId());
    result.put("SequenceNumber", placed.sequenceNumber());
    return result;
  }

  private record Entry(String partitionKey, BigInteger hashKey, byte[] data) {
    long bytes() {
      return data.length + (long) partitionKey.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  private static Entry entry(JsonNode record) {
    String partitionKey = record.path("PartitionKey").asText();
    if (partitionKey.isEmpty() || partitionKey.length() > MAX_PARTITION_KEY) {
      throw KinesisReads.invalid("PartitionKey must have 1 to 256 characters");
    }
    Entry entry =
        new Entry(partitionKey, hashKey(record.path("ExplicitHashKey")), data(record.path("Data")));
    if (entry.bytes() > MAX_BYTES) {
      throw KinesisReads.invalid("A record has at most " + MAX_BYTES + " bytes");
    }
    return entry;
  }

  private static BigInteger hashKey(JsonNode explicit) {
    if (explicit.isMissingNode() || explicit.isNull()) {
      return null;
    }
    try {
      BigInteger hashKey = new BigInteger(explicit.asText());
      if (EmbeddedKinesisStream.isHashKey(hashKey)) {
        return hashKey;
      }
    } catch (NumberFormatException e) {
      // Answered below, as any other value that is not a hash key.
    }
    throw KinesisReads.invalid("ExplicitHashKey must be a number from 0 to 2^128 - 1");
  }

  private static byte[] data(JsonNode data) {
    try {
      byte[] bytes = data.binaryValue();
      if (bytes != null) {
        return bytes;
      }
    } catch (IOException e) {
      // Answered below, as a missing value.
    }
    throw new ApiException(400, "SerializationException", "Data must be Base64");
  }

  private ObjectNode listShards(JsonNode request) {
    ObjectNode answer = JSON.objectNode();
    ArrayNode shards = answer.putArray("Shards");
    for (KinesisShard shard : stream(request).shards()) {
      ObjectNode node = shards.addObject();
      node.put("ShardId", shard.id());
      node.putObject("HashKeyRange")
          .put("StartingHashKey", shard.firstHashKey().toString())
          .put("EndingHashKey", shard.lastHashKey().toString());
      node.putObject("SequenceNumberRange")
          .put("StartingSequenceNumber", shard.startingSequenceNumber());
    }
    return answer;
  }

  private ObjectNode describeStreamSummary(JsonNode request) {
    EmbeddedKinesisStream stream = stream(request);
    ObjectNode answer = JSON.objectNode();
    ObjectNode summary = answer.putObject("StreamDescriptionSummary");
    summary.put("StreamName", stream.name());
    summary.put("StreamARN", arn(stream.name()));
    summary.put("StreamStatus", "ACTIVE");
    summary.put("RetentionPeriodHours", 24);
    summary.putPOJO("StreamCreationTimestamp", created);
    summary.putArray("EnhancedMonitoring");
    summary.put("OpenShardCount", stream.shards().size());
    return answer;
  }

  private ObjectNode listStreams(JsonNode request) {
    String after =
        request.path("NextToken").asText(request.path("ExclusiveStartStreamName").asText(""));
    int limit = request.path("Limit").asInt(100);
    List<String> names =
        streams.keySet().stream().sorted().filter(name -> name.compareTo(after) > 0).toList();
    ObjectNode answer = JSON.objectNode();
    ArrayNode listed = answer.putArray("StreamNames");
    ArrayNode summaries = answer.putArray("StreamSummaries");
    names.stream()
        .limit(limit)
        .forEach(
            name -> {
              listed.add(name);
              ObjectNode summary =
                  summaries
                      .addObject()
                      .put("StreamName", name)
                      .put("StreamARN", arn(name))
                      .put("StreamStatus", "ACTIVE");
              summary.putPOJO("StreamCreationTimestamp", created);
            });
    answer.put("HasMoreStreams", names.size() > limit);
    if (names.size() > limit) {
      answer.put("NextToken", names.get(limit - 1));
    }
    return answer;
  }

  private static String arn(String stream) {
    return "arn:aws:kinesis:us-east-1:123456789012:stream/" + stream;
  }

  private EmbeddedKinesisStream stream(JsonNode request) {
    String name = request.path("StreamName").asText();
    if (name.isEmpty()) {
      String arn = request.path("StreamARN").asText();
      name = arn.substring(arn.lastIndexOf('/') + 1);
    }
    EmbeddedKinesisStream stream = streams.get(name);
    if (stream == null) {
      throw new ApiException(
          400,
          "ResourceNotFoundException",
          "Stream %s not found; the fleet has %s".formatted(name, streams.keySet()));
    }
    return stream;
  }
}
