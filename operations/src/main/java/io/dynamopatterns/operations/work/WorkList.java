package io.dynamopatterns.operations.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Lists work by state. */
@OperationInfo(
    name = "work list",
    summary = "Lists work by its state, the longest in it first.",
    examples = {"work list", "work list failed", "work list running --older-than -1h"})
public final class WorkList implements ReadOperation<WorkList.Request> {
  /** The states of work. */
  public enum State {
    PENDING,
    RUNNING,
    CONTINUE,
    WAITING,
    PAUSED,
    FAILED,
    CANCELLED,
    DONE
  }

  /** Which work. */
  public record Request(
      @Param(
              value = "Only work in this state. Without it, each state's first page.",
              positional = true)
          Optional<State> state,
      @Param("Only work that came into its state before this time.") Optional<Instant> olderThan,
      @Param(value = "The most work items of a state.", otherwise = "20", min = 1, max = 1000)
          int limit,
      @Param("Where the previous page of the state ended.") Optional<String> next) {}

  /**
   * A page of work.
   *
   * @param work as the function shows it, with its state
   * @param states that have more, when all were asked
   */
  public record Work(List<JsonNode> work, List<State> states, Optional<String> next)
      implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("STATE", "ID", "TYPE", "ATTEMPTS", "HOPS", "CHANGED");
      for (JsonNode item : work) {
        table.row(
            item.path("state").asText(),
            item.path("id").asText(),
            item.path("type").asText(),
            item.path("attempts").asText(),
            item.path("hops").asText(),
            item.path("changedAt").asText());
      }
      states.forEach(
          state -> table.note("There is more: work list " + state.name().toLowerCase(Locale.ROOT)));
      return table.next(next);
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    if (request.state().isEmpty() && request.next().isPresent()) {
      throw OperationException.request("next is of one state: name it");
    }
    List<JsonNode> work = new ArrayList<>();
    List<State> more = new ArrayList<>();
    Optional<String> next = Optional.empty();
    for (State state : request.state().map(List::of).orElse(List.of(State.values()))) {
      JsonNode page = page(state, request, session);
      for (JsonNode item : page.path("work")) {
        work.add(((ObjectNode) item).put("state", state.name()));
      }
      Optional<String> following = Optional.ofNullable(page.path("next").textValue());
      if (request.state().isPresent()) {
        next = following;
      } else if (following.isPresent()) {
        more.add(state);
      }
    }
    return new Work(work, more, next);
  }

  private static JsonNode page(State state, Request request, Session session) {
    ObjectNode call =
        Json.object()
            .put("operation", "list")
            .put("state", state.name())
            .put("limit", request.limit());
    request.olderThan().ifPresent(time -> call.put("olderThan", time.toString()));
    request.next().ifPresent(next -> call.put("next", next));
    return session.invoke(Pattern.PROCESSOR, "read", call);
  }
}
