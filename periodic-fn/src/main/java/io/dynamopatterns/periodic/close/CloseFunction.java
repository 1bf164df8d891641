package io.dynamopatterns.periodic.close;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.telemetry.Telemetry;
import java.time.Instant;
import java.util.Map;

/** The close function: the schedule's input, and what was closed. */
public final class CloseFunction {
  private final Closer closer;

  public CloseFunction(Closer closer) {
    this.closer = closer;
  }

  /** Closes what is due at the request's {@code scheduledTime}, whenever it is run. */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    Fields fields = new Fields(request);
    Instant slot = fields.time("scheduledTime");
    fields.refuseOthers();
    CloseResult result = closer.close(slot, deadline, telemetry);
    return new Answer()
        .put("slot", slot)
        .put("closed", result.closed())
        .put("digests", result.digests())
        .put("events", result.events())
        .put("lateEvents", result.lateEvents())
        .put("pending", result.pending())
        .json();
  }
}
