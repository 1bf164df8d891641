package io.dynamopatterns.emulator.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.dynamodb.StreamsApi;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.StreamKind;
import io.dynamopatterns.mapping.StreamSource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The stream of a table in DynamoDB Local, in the JSON that Lambda hands to functions. DynamoDB
 * Local has one shard per stream; when it closes one, its child is read on.
 */
public final class TableStreamSource implements StreamSource {
  /** How long a deletion by TTL, which no request announces, may go unseen. */
  private static final Duration UNSEEN_CHANGES = Duration.ofSeconds(1);

  private final StreamsApi streams;
  private final String arn;
  private final String localArn;
  private final LongSupplier changes;

  /**
   * @param arn the stream's ARN as the deployment has it; functions see this one
   */
  public TableStreamSource(URI dynamoDb, String table, String arn) {
    this(new StreamsApi(dynamoDb), table, arn, System::nanoTime);
  }

  /**
   * @param changes rises when something may have changed: reading is skipped while it stands still,
   *     as every read takes DynamoDB Local's time
   */
  public TableStreamSource(StreamsApi streams, String table, String arn, LongSupplier changes) {
    this.streams = streams;
    this.arn = arn;
    this.changes = changes;
    this.localArn =
        streams
            .streamOf(table)
            .orElseThrow(() -> new IllegalArgumentException("Table '" + table + "' has no stream"));
  }

  /** The stream of a table under an ARN made up from the table's name. */
  public static TableStreamSource of(URI dynamoDb, String table) {
    return new TableStreamSource(
        dynamoDb,
        table,
        "arn:aws:dynamodb:us-east-1:123456789012:table/" + table + "/stream/label");
  }

  @Override
  public StreamKind kind() {
    return StreamKind.DYNAMODB;
  }

  @Override
  public String arn() {
    return arn;
  }

  @Override
  public List<Shard> open(boolean fromTrimHorizon) {
    List<StreamsApi.Shard> shards = streams.shards(localArn);
    String first = fromTrimHorizon ? shards.getFirst().id() : shards.getLast().id();
    return List.of(new Cursor(first, fromTrimHorizon ? "TRIM_HORIZON" : "LATEST"));
  }

  private final class Cursor implements Shard {
    private String shardId;
    private Optional<String> iterator;
    private long unchanged = -1;
    private long lastRead;

    Cursor(String shardId, String type) {
      this.shardId = shardId;
      this.iterator = Optional.of(streams.iterator(localArn, shardId, type));
    }

    @Override
    public String id() {
      return shardId;
    }

    @Override
    public List<SourceRecord> read(int limit) {
      long seen = changes.getAsLong();
      long now = System.nanoTime();
      if (seen == unchanged && now - lastRead < UNSEEN_CHANGES.toNanos()) {
        return List.of();
      }
      lastRead = now;
      List<SourceRecord> records = next(limit);
      unchanged = records.isEmpty() ? seen : -1;
      return records;
    }

    private List<SourceRecord> next(int limit) {
      if (iterator.isEmpty() && !followChild()) {
        return List.of();
      }
      StreamsApi.Page page =
          streams.records(iterator.get(), limit).orElseGet(() -> fromFirstRecord(limit));
      iterator = page.nextIterator();
      return page.records().stream().map(this::record).toList();
    }

    /**
     * DynamoDB Local numbers the changes of all tables in one sequence, and keeps them all. An
     * iterator made while the shard was empty may be at a number that went to another table: it
     * takes the numbers between for trimmed.
     */
    private StreamsApi.Page fromFirstRecord(int limit) {
      return streams
          .records(streams.iterator(localArn, shardId, "TRIM_HORIZON"), limit)
          .orElseThrow();
    }

    private boolean followChild() {
      Optional<String> child =
          streams.shards(localArn).stream()
              .filter(shard -> shard.parent().filter(shardId::equals).isPresent())
              .map(StreamsApi.Shard::id)
              .findFirst();
      child.ifPresent(
          id -> {
            shardId = id;
            iterator = Optional.of(streams.iterator(localArn, id, "TRIM_HORIZON"));
          });
      return child.isPresent();
    }

    private SourceRecord record(JsonNode read) {
      ObjectNode json = (ObjectNode) read;
      json.put("eventSourceARN", arn);
      json.put("awsRegion", arn.split(":")[3]);
      JsonNode identity = json.path("userIdentity");
      if (identity.isObject()) {
        json.set(
            "userIdentity",
            JsonNodeFactory.instance
                .objectNode()
                .put("type", either(identity, "Type", "type"))
                .put("principalId", either(identity, "PrincipalId", "principalId")));
      } else {
        json.remove("userIdentity");
      }
      ObjectNode change = (ObjectNode) json.get("dynamodb");
      long seconds = change.path("ApproximateCreationDateTime").asLong();
      change.put("ApproximateCreationDateTime", seconds);
      return SourceRecord.of(
          change.path("SequenceNumber").asText(),
          change.path("Keys").toString(),
          Instant.ofEpochSecond(seconds),
          json);
    }

    private static String either(JsonNode node, String one, String other) {
      return node.path(node.has(one) ? one : other).asText();
    }
  }
}
