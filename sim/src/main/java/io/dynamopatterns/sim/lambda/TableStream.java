package io.dynamopatterns.sim.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.StreamKind;
import io.dynamopatterns.sim.dynamodb.table.ChangeStream;
import io.dynamopatterns.sim.dynamodb.table.StreamShard;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The stream of a table's changes. */
public final class TableStream implements SimulatedStream {
  private final ChangeStream stream;

  public TableStream(ChangeStream stream) {
    this.stream = stream;
  }

  @Override
  public StreamKind kind() {
    return StreamKind.DYNAMODB;
  }

  @Override
  public String arn() {
    return stream.arn();
  }

  @Override
  public List<TableShard> shards() {
    return stream.shards().stream().map(TableShard::new).toList();
  }

  /** A shard of the stream. */
  record TableShard(StreamShard shard) implements Shard {
    @Override
    public String id() {
      return shard.id();
    }

    @Override
    public Optional<String> parent() {
      return shard.parent();
    }

    @Override
    public boolean isClosed() {
      return shard.isClosed();
    }

    @Override
    public List<ObjectNode> records() {
      return shard.records();
    }
  }

  @Override
  public SourceRecord record(JsonNode json) {
    JsonNode change = json.get("dynamodb");
    return SourceRecord.of(
        change.get("SequenceNumber").asText(),
        change.get("Keys").toString(),
        Instant.ofEpochSecond(change.get("ApproximateCreationDateTime").asLong()),
        json);
  }
}
