package io.dynamopatterns.eventstore.table;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Sha256;
import io.dynamopatterns.common.batch.BatchWrite;
import io.dynamopatterns.common.item.ItemParts;
import io.dynamopatterns.common.item.ItemSize;
import io.dynamopatterns.eventstore.event.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * The buffer table: events on their way to the event table, each under the SHA-256 of its identity,
 * so that writes spread evenly and a redelivered event is the same item.
 */
public final class BufferTable {
  private final DynamoDbClient client;
  private final String name;
  private final BatchWrite writes;

  /**
   * Some events of the buffer.
   *
   * @param next where the scan continues, or empty at its end
   */
  public record Page(List<Event> events, Optional<String> next) {}

  /**
   * @param backoff how writes are retried
   */
  public BufferTable(DynamoDbClient client, String name, Backoff backoff) {
    this.client = client;
    this.name = name;
    this.writes = new BatchWrite(client, name, backoff);
  }

  /** Whether an event fits an item of the buffer. */
  public static boolean fits(Event event) {
    return !ItemSize.isAbove(ItemParts.MAX_ITEM, item(event));
  }

  /**
   * Puts events into the buffer.
   *
   * @throws io.dynamopatterns.common.batch.NotWrittenException if not all are known to be stored
   */
  public void put(List<Event> events, Deadline deadline) {
    writes.put(events.stream().map(BufferTable::item).toList(), deadline);
  }

  /**
   * Takes events out of the buffer, if they are in it still.
   *
   * @throws io.dynamopatterns.common.batch.NotWrittenException if not all are known to be gone
   */
  public void delete(List<Event> events, Deadline deadline) {
    writes.delete(events.stream().map(event -> key(hash(event))).toList(), deadline);
  }

  /** Reads on, strongly consistent: what is in the buffer before a scan begins is seen by it. */
  public Page scan(Optional<String> from, int limit, Deadline deadline) {
    ScanResponse page =
        client.scan(
            scan ->
                scan.tableName(name)
                    .consistentRead(true)
                    .limit(limit)
                    .exclusiveStartKey(from.map(BufferTable::key).orElse(null))
                    .overrideConfiguration(
                        config -> config.apiCallTimeout(deadline.callTimeout())));
    return new Page(
        page.items().stream().map(EventItems::event).toList(),
        page.hasLastEvaluatedKey()
            ? Optional.of(page.lastEvaluatedKey().get(EventItems.PK).s())
            : Optional.empty());
  }

  private static Map<String, AttributeValue> item(Event event) {
    Map<String, AttributeValue> item = new HashMap<>(key(hash(event)));
    EventItems.describe(event, item);
    return item;
  }

  private static Map<String, AttributeValue> key(String hash) {
    return Map.of(EventItems.PK, AttributeValue.fromS(hash));
  }

  private static String hash(Event event) {
    return Sha256.hex(event.key().eventId());
  }
}
