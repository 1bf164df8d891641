package io.dynamopatterns.eventstore.ingest;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.table.BufferTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Puts events into the buffer, from which the pump moves them. An event that fits no item of the
 * buffer is stored directly.
 */
public final class BufferWriter implements EventWriter {
  private final BufferTable buffer;
  private final DirectWriter direct;

  public BufferWriter(BufferTable buffer, DirectWriter direct) {
    this.buffer = buffer;
    this.direct = direct;
  }

  @Override
  public long write(List<Event> events, long turn, Deadline deadline) {
    Map<Boolean, List<Event>> byFit =
        events.stream().collect(Collectors.partitioningBy(BufferTable::fits));
    buffer.put(byFit.get(true), deadline);
    return direct.write(byFit.get(false), turn, deadline);
  }

  @Override
  public boolean isBuffered() {
    return true;
  }
}
