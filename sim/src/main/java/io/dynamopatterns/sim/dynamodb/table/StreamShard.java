package io.dynamopatterns.sim.dynamodb.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A shard of a table's stream: the changes of the partition keys in a range of hashes. */
public final class StreamShard {
  private final String id;
  private final Optional<String> parent;
  private final long from;
  private final long to;
  private final List<ObjectNode> records = new ArrayList<>();
  private boolean closed;

  StreamShard(String id, Optional<String> parent, long from, long to) {
    this.id = id;
    this.parent = parent;
    this.from = from;
    this.to = to;
  }

  public String id() {
    return id;
  }

  /** The shard whose records come before those of this one. */
  public Optional<String> parent() {
    return parent;
  }

  /** Whether no record will be added. */
  public boolean isClosed() {
    return closed;
  }

  /** The records as Lambda hands them to functions. */
  public List<ObjectNode> records() {
    return Collections.unmodifiableList(records);
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }

  boolean covers(long hash) {
    return !closed && from <= hash && hash < to;
  }

  void add(ObjectNode record) {
    records.add(record);
  }

  void forget() {
    records.clear();
  }

  void close() {
    closed = true;
  }
}
