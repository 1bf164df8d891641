package io.dynamopatterns.eventstore;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.ingest.EventWriter;
import java.util.List;

/** A writer during whose work something else happens. */
record Overtaken(EventWriter writer, Runnable meanwhile) implements EventWriter {
  @Override
  public long write(List<Event> events, long turn, Deadline deadline) {
    meanwhile.run();
    return writer.write(events, turn, deadline);
  }

  @Override
  public boolean isBuffered() {
    return writer.isBuffered();
  }
}
