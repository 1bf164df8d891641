package io.dynamopatterns.eventstore.ingest;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.table.EventTable;
import io.dynamopatterns.eventstore.table.PlacedEvents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Stores every event as its own item, in the partition that a hash of its identity names: the same
 * event is always the same item.
 */
public final class DirectWriter implements EventWriter {
  private final EventTable table;

  public DirectWriter(EventTable table) {
    this.table = table;
  }

  @Override
  public long write(List<Event> events, long turn, Deadline deadline) {
    table.put(
        events.stream().map(event -> new PlacedEvents(List.of(event), shard(event))).toList(),
        deadline);
    return turn;
  }

  private int shard(Event event) {
    CRC32 hash = new CRC32();
    hash.update(event.key().eventId().getBytes(StandardCharsets.UTF_8));
    return (int) (hash.getValue() % table.shards());
  }
}
