package io.dynamopatterns.common.events;

import io.dynamopatterns.common.NotDoneException;
import java.util.List;

/** Some events did not reach the bus; the others did. */
public final class EventsNotPublishedException extends NotDoneException {
  private static final long serialVersionUID = 1L;

  private final transient List<FleetEvent> refused;
  private final transient List<FleetEvent> failed;

  EventsNotPublishedException(List<FleetEvent> refused, List<FleetEvent> failed, String reason) {
    super("%d events were not published: %s".formatted(refused.size() + failed.size(), reason));
    this.refused = List.copyOf(refused);
    this.failed = List.copyOf(failed);
  }

  /**
   * The events that the bus refuses for their content, also as a pointer. It will refuse them
   * whenever they are sent again, so the caller must keep them somewhere else.
   */
  public List<FleetEvent> refused() {
    return refused;
  }

  /** The events that may be published when they are sent again. */
  public List<FleetEvent> failed() {
    return failed;
  }

  /** Whether this event did not reach the bus. The very same object is meant, not an equal one. */
  public boolean concerns(FleetEvent event) {
    return refused.stream().anyMatch(other -> other == event)
        || failed.stream().anyMatch(other -> other == event);
  }
}
