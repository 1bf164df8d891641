package io.dynamopatterns.emulator.mapping;

import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.StreamKind;
import io.dynamopatterns.mapping.StreamSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shards whose records a test writes itself. */
public final class ListSource implements StreamSource {
  private final StreamKind kind;
  private final Map<String, List<SourceRecord>> shards = new LinkedHashMap<>();

  public ListSource(StreamKind kind) {
    this.kind = kind;
  }

  /** Appends a record to a shard, which is made when it is new. */
  public ListSource add(String shardId, SourceRecord record) {
    shards.computeIfAbsent(shardId, id -> new ArrayList<>()).add(record);
    return this;
  }

  @Override
  public StreamKind kind() {
    return kind;
  }

  @Override
  public String arn() {
    return kind == StreamKind.DYNAMODB
        ? "arn:aws:dynamodb:us-east-1:123456789012:table/test/stream/label"
        : "arn:aws:kinesis:us-east-1:123456789012:stream/test";
  }

  @Override
  public List<Shard> open(boolean fromTrimHorizon) {
    List<Shard> cursors = new ArrayList<>();
    shards.forEach(
        (id, records) ->
            cursors.add(new Cursor(id, records, fromTrimHorizon ? 0 : records.size())));
    return cursors;
  }

  private static final class Cursor implements Shard {
    private final String id;
    private final List<SourceRecord> records;
    private int position;

    Cursor(String id, List<SourceRecord> records, int position) {
      this.id = id;
      this.records = records;
      this.position = position;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public List<SourceRecord> read(int limit) {
      int end = Math.min(records.size(), position + limit);
      List<SourceRecord> next = List.copyOf(records.subList(position, end));
      position = end;
      return next;
    }
  }
}
