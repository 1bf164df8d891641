package io.dynamopatterns.processor.run;

import io.dynamopatterns.common.JsonText;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.events.FleetEvent;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The events that tell of the end of work. What work was given and where it stopped is not in them:
 * their size has a limit, and the item holds it.
 */
final class OutcomeEvents {
  private static final String SOURCE = "dynamopatterns.processor";
  private static final int SCHEMA_VERSION = 1;

  /** A reason may quote what a worker read or what a service answered. */
  private static final String REASON_OMITTED =
      "EventBridge refuses the reason; processor-read shows it as lastError";

  private OutcomeEvents() {}

  /**
   * The event of work that is done or has failed. Its id is made of the work's id, the version of
   * the item that ended it and the time of that: each end has one, however often it is published.
   * Versions begin anew once DynamoDB has deleted an item, so the version alone would not do.
   */
  static FleetEvent of(WorkItem item, long itemVersion) {
    Instant time =
        item.finishedAt()
            .orElseThrow(() -> new IllegalArgumentException("work without an end: " + item.id()));
    String type = item.state() == WorkState.DONE ? "WorkCompleted" : "WorkFailed";
    String reason = item.lastError().orElse("");
    return new FleetEvent(
        SOURCE,
        type,
        detail(item, itemVersion, time, reason),
        item.state() == WorkState.FAILED
            ? Optional.of(detail(item, itemVersion, time, REASON_OMITTED))
            : Optional.empty(),
        time);
  }

  private static String detail(WorkItem item, long itemVersion, Instant time, String reason) {
    return JsonText.of(
        json -> {
          json.writeNumberField("version", SCHEMA_VERSION);
          json.writeStringField(
              "id", "%s@%d@%s".formatted(item.id(), itemVersion, Times.text(time)));
          json.writeStringField("time", Times.text(time));
          json.writeStringField("work", item.id());
          json.writeStringField("type", item.type());
          json.writeNumberField("hops", item.hops());
          json.writeObjectFieldStart("counts");
          for (Map.Entry<String, Long> count : new TreeMap<>(item.progress().counts()).entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
          }
          json.writeEndObject();
          if (item.state() == WorkState.FAILED) {
            json.writeNumberField("attempts", item.attempts());
            json.writeStringField("reason", reason);
          }
        });
  }
}
