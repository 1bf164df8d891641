package io.dynamopatterns.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The APIs of DynamoDB Streams and of Kinesis for a stream whose one shard splits into two, which
 * neither DynamoDB Local nor the local fleet's Kinesis does.
 */
final class SplittingStream implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final BigInteger FIRST_SEQUENCE = BigInteger.TEN.pow(20).multiply(BigInteger.TWO);
  private static final BigInteger HASH_KEYS = BigInteger.TWO.pow(128);
  private static final int ITEMS = 7;

  /** A change of an item, which raises its version by one. */
  private record Change(BigInteger sequence, Instant at, String item, int version) {
    ObjectNode ofTable() {
      ObjectNode json = NODES.objectNode().put("eventID", sequence.toString());
      json.put("eventName", "MODIFY").put("eventVersion", "1.1").put("eventSource", "aws:dynamodb");
      ObjectNode change = json.putObject("dynamodb");
      change.put("ApproximateCreationDateTime", at.getEpochSecond());
      change.putObject("Keys").putObject("id").put("S", item);
      ObjectNode image = change.putObject("NewImage");
      image.putObject("id").put("S", item);
      image.putObject("version").put("N", String.valueOf(version));
      change.put("SequenceNumber", sequence.toString()).put("SizeBytes", 40);
      change.put("StreamViewType", "NEW_AND_OLD_IMAGES");
      return json;
    }

    ObjectNode ofKinesis() {
      byte[] data = "%s %d".formatted(item, version).getBytes(StandardCharsets.UTF_8);
      return NODES
          .objectNode()
          .put("SequenceNumber", sequence.toString())
          .put("ApproximateArrivalTimestamp", at.getEpochSecond())
          .put("PartitionKey", item)
          .put("Data", Base64.getEncoder().encodeToString(data));
    }
  }

  private static final class Shard {
    private final String id;
    private final BigInteger firstHashKey;
    private final BigInteger lastHashKey;
    private final List<Change> changes = new ArrayList<>();

    Shard(int number, BigInteger firstHashKey, BigInteger lastHashKey) {
      id = "shardId-%020d-%08x".formatted(Instant.now().toEpochMilli(), number);
      this.firstHashKey = firstHashKey;
      this.lastHashKey = lastHashKey;
    }

    ObjectNode hashKeys() {
      return NODES
          .objectNode()
          .put("StartingHashKey", firstHashKey.toString())
          .put("EndingHashKey", lastHashKey.toString());
    }
  }

  private final String arn;
  private final HttpServer server;
  private final Shard parent;
  private final List<Shard> children = new ArrayList<>();
  private final Map<String, Integer> versions = new TreeMap<>();
  private final CountDownLatch childRead = new CountDownLatch(1);
  private BigInteger next = FIRST_SEQUENCE;

  /** With one shard. */
  SplittingStream(String arn) throws IOException {
    this.arn = arn;
    parent = new Shard(0, BigInteger.ZERO, HASH_KEYS.subtract(BigInteger.ONE));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String parent() {
    return parent.id;
  }

  /** The last version of each item. */
  synchronized Map<String, Integer> versions() {
    return new HashMap<>(versions);
  }

  /** Changes seven items in turn. Once the shard has split, each child has some of the items. */
  synchronized void write(int changes) {
    for (int change = 0; change < changes; change++) {
      int item = change % ITEMS;
      String id = "order-" + item;
      int version = versions.merge(id, 1, Integer::sum);
      Shard shard = children.isEmpty() ? parent : children.get(item % children.size());
      shard.changes.add(new Change(next, Instant.now(), id, version));
      next = next.add(BigInteger.ONE);
    }
  }

  /** Closes the shard. */
  synchronized void split() {
    BigInteger half = HASH_KEYS.shiftRight(1);
    children.add(new Shard(1, BigInteger.ZERO, half.subtract(BigInteger.ONE)));
    children.add(new Shard(2, half, HASH_KEYS.subtract(BigInteger.ONE)));
  }

  /** Whether a child is read within a time. */
  boolean awaitReadOfAChild(Duration time) {
    try {
      return childRead.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    byte[] answer = answer(target, request).toString().getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"));
    exchange.sendResponseHeaders(200, answer.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer);
    }
  }

  private synchronized ObjectNode answer(String target, JsonNode request) {
    return switch (target) {
      case "DynamoDBStreams_20120810.DescribeStream" -> describe(request);
      case "Kinesis_20131202.DescribeStreamSummary" -> summary();
      case "Kinesis_20131202.ListShards" -> (ObjectNode) NODES.objectNode().set("Shards", all());
      case "DynamoDBStreams_20120810.GetShardIterator", "Kinesis_20131202.GetShardIterator" ->
          iterator(request);
      case "DynamoDBStreams_20120810.GetRecords" -> records(request, false);
      case "Kinesis_20131202.GetRecords" -> records(request, true);
      default -> throw new AssertionError(target + " is not answered");
    };
  }

  private ObjectNode describe(JsonNode request) {
    ObjectNode answer = NODES.objectNode();
    ObjectNode stream = answer.putObject("StreamDescription");
    stream.put("StreamArn", arn).put("StreamStatus", "ENABLED");
    if (request.has("ShardFilter")) {
      boolean ofParent = request.at("/ShardFilter/ShardId").asText().equals(parent.id);
      ArrayNode found = stream.putArray("Shards");
      if (ofParent) {
        children.forEach(child -> found.add(shard(child)));
      }
    } else {
      stream.set("Shards", all());
    }
    return answer;
  }

  private ObjectNode summary() {
    ObjectNode answer = NODES.objectNode();
    ObjectNode summary = answer.putObject("StreamDescriptionSummary");
    summary.put("StreamName", arn.substring(arn.lastIndexOf('/') + 1)).put("StreamARN", arn);
    summary.put("StreamStatus", "ACTIVE").put("RetentionPeriodHours", 24);
    summary.put("StreamCreationTimestamp", 1_700_000_000).put("OpenShardCount", 1);
    summary.putArray("EnhancedMonitoring");
    return answer;
  }

  private ArrayNode all() {
    ArrayNode shards = NODES.arrayNode().add(shard(parent));
    children.forEach(child -> shards.add(shard(child)));
    return shards;
  }

  private ObjectNode shard(Shard shard) {
    ObjectNode json = NODES.objectNode().put("ShardId", shard.id);
    json.set("HashKeyRange", shard.hashKeys());
    ObjectNode range = json.putObject("SequenceNumberRange");
    range.put("StartingSequenceNumber", FIRST_SEQUENCE.toString());
    if (shard != parent) {
      json.put("ParentShardId", parent.id);
    } else if (!children.isEmpty()) {
      range.put("EndingSequenceNumber", next.toString());
    }
    return json;
  }

  private ObjectNode iterator(JsonNode request) {
    Shard shard = shard(request.get("ShardId").asText());
    int position = 0;
    if (request.get("ShardIteratorType").asText().equals("AFTER_SEQUENCE_NUMBER")) {
      BigInteger after = new BigInteger(request.get("StartingSequenceNumber").asText());
      while (position < shard.changes.size()
          && shard.changes.get(position).sequence().compareTo(after) <= 0) {
        position++;
      }
    }
    return NODES.objectNode().put("ShardIterator", shard.id + " " + position);
  }

  private ObjectNode records(JsonNode request, boolean kinesis) {
    String[] iterator = request.get("ShardIterator").asText().split(" ");
    Shard shard = shard(iterator[0]);
    int position = Integer.parseInt(iterator[1]);
    if (shard != parent) {
      childRead.countDown();
    }
    ObjectNode answer = NODES.objectNode();
    ArrayNode records = answer.putArray("Records");
    shard
        .changes
        .subList(position, shard.changes.size())
        .forEach(change -> records.add(kinesis ? change.ofKinesis() : change.ofTable()));
    if (shard != parent || children.isEmpty()) {
      answer.put("NextShardIterator", shard.id + " " + shard.changes.size());
    } else if (kinesis) {
      ArrayNode ended = answer.putArray("ChildShards");
      for (Shard child : children) {
        ObjectNode json = ended.addObject().put("ShardId", child.id);
        json.putArray("ParentShards").add(parent.id);
        json.set("HashKeyRange", child.hashKeys());
      }
    }
    if (kinesis) {
      answer.put("MillisBehindLatest", 0);
    }
    return answer;
  }

  private Shard shard(String id) {
    return children.stream().filter(child -> child.id.equals(id)).findFirst().orElse(parent);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
