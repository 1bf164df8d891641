package io.dynamopatterns.common.events;

import java.util.List;

/** Some events did not reach the bus; the others did. */
public final class EventsNotPublishedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<FleetEvent> events;

  EventsNotPublishedException(List<FleetEvent> events, String reason) {
    super("%d events were not published: %s".formatted(events.size(), reason));
    this.events = List.copyOf(events);
  }

  /** The events that are to be published again. */
  public List<FleetEvent> events() {
    return events;
  }
}
