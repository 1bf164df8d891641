package io.dynamopatterns.operations.events;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;

/** Shows the time up to which the event store is complete. */
@OperationInfo(
    name = "events watermark",
    summary = "Shows the time up to which the event store is complete.",
    examples = "events watermark")
public final class EventsWatermark implements ReadOperation<EventsWatermark.Request> {
  /** There is nothing to ask for. */
  public record Request() {}

  /** The function's answer. */
  public record Watermark(@JsonValue JsonNode answer) implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("SHARD", "STATE", "STORED", "VISIBLE");
      for (JsonNode shard : answer.path("shards")) {
        table.row(
            shard.path("shard").asText(),
            shard.path("state").asText(),
            shard.path("stored").asText(),
            shard.path("visible").asText());
      }
      return table.note(
          answer.path("watermark").isTextual()
              ? "complete up to %s, %s s ago"
                  .formatted(answer.path("watermark").asText(), answer.path("lagSeconds").asText())
              : "not known until every shard of the stream has been seen");
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    return new Watermark(
        session.invoke(
            Pattern.EVENTSTORE, "playback", Json.object().put("operation", "watermark")));
  }
}
