package io.dynamopatterns.operations.subscribers;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.ChangeOperation;
import io.dynamopatterns.operations.ChangePlan;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.QueueDepth;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import io.dynamopatterns.operations.subscribers.Subscribers.Subscriber;
import java.util.Optional;

/** Moves the dead letters of a subscriber back into its queue. */
@OperationInfo(
    name = "subscribers redrive",
    summary = "Moves a subscriber's dead letters back into its queue.",
    examples = {"subscribers redrive all", "subscribers redrive all --per-second 50"},
    destructive = false)
public final class SubscriberRedrive implements ChangeOperation<SubscriberRedrive.Request> {
  /** Of which one, and how fast. */
  public record Request(
      @Param(value = "Name of the subscriber.", positional = true) String subscriber,
      @Param(
              value = "The most messages per second. Default: as many as SQS moves.",
              min = 1,
              max = 999_999)
          Optional<Integer> perSecond) {}

  /** What will be moved. */
  public record Preview(String subscriber, long deadLetters, String queue)
      implements OperationResult {
    @Override
    public Table asTable() {
      return Table.text("would move %d dead letters to %s".formatted(deadLetters, queue));
    }
  }

  /** The function's answer: whether a task has started, and the tasks. */
  public record Redrive(@JsonValue JsonNode answer) implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("TASK", "MOVED", "OF");
      for (JsonNode task : answer.path("tasks")) {
        table.row(
            task.path("status").asText(),
            task.path("moved").asText(),
            task.path("toMove").asText());
      }
      return table.note(
          answer.path("started").asBoolean() ? "started" : "no task was started: one runs already");
    }
  }

  @Override
  public ChangePlan plan(Request request, Session session) {
    Subscriber subscriber = Subscribers.named(request.subscriber(), session);
    ObjectNode call =
        Json.object().put("operation", "redrive").put("subscriber", subscriber.name());
    request.perSecond().ifPresent(rate -> call.put("messagesPerSecond", rate));
    return new ChangePlan(
        new Preview(
            subscriber.name(),
            QueueDepth.of(subscriber.deadLetters(), session).waiting(),
            subscriber.queue()),
        () -> new Redrive(session.invoke(Pattern.FANOUT, "replay", call)));
  }
}
