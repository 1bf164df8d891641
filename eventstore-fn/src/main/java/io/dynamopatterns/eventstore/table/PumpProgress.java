package io.dynamopatterns.eventstore.table;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Where a pass over the buffer that ran out of time continues, in an item of the event table.
 * Passes that overlap may replace each other's: each alone is right.
 */
public final class PumpProgress {
  private static final Map<String, AttributeValue> KEY = EventTable.key("pump", "pump");
  private static final String NEXT = "next";
  private static final String BEFORE = "before";
  private static final String STARTED_AT = "startedAt";

  private final DynamoDbClient client;
  private final String table;

  /**
   * A pass that is not at its end.
   *
   * @param startedAt when it began
   * @param before the states of the shards with events in the buffer, from before the first page
   * @param next where the scan continues
   */
  public record Pass(Instant startedAt, List<ShardState> before, String next) {}

  public PumpProgress(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /** The pass to continue, if there is one. */
  public Optional<Pass> load() {
    var answer = client.getItem(get -> get.tableName(table).key(KEY).consistentRead(true));
    if (!answer.hasItem()) {
      return Optional.empty();
    }
    Map<String, AttributeValue> item = answer.item();
    return Optional.of(
        new Pass(
            Instant.parse(item.get(STARTED_AT).s()),
            item.get(BEFORE).l().stream().map(state -> ShardStates.state(state.m())).toList(),
            item.get(NEXT).s()));
  }

  /** Keeps where a pass continues. */
  public void save(Pass pass) {
    Map<String, AttributeValue> item = new HashMap<>(KEY);
    item.put(STARTED_AT, AttributeValue.fromS(pass.startedAt().toString()));
    item.put(
        BEFORE,
        AttributeValue.fromL(
            pass.before().stream()
                .map(state -> AttributeValue.fromM(ShardStates.item(state)))
                .toList()));
    item.put(NEXT, AttributeValue.fromS(pass.next()));
    client.putItem(put -> put.tableName(table).item(item));
  }

  /** Forgets a pass that is at its end. */
  public void clear() {
    client.deleteItem(delete -> delete.tableName(table).key(KEY));
  }
}
