package io.dynamopatterns.operations.aggregator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.FunctionPages;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lists rounds of groups in a state. */
@OperationInfo(
    name = "groups list",
    summary = "Lists groups that are open, complete or expired.",
    examples = {"groups list", "groups list --older-than -2h", "groups list complete"})
public final class GroupsList implements ReadOperation<GroupsList.Request> {

  /** In which state, and how many. */
  public record Request(
      @Param(
              value =
                  "Their state. Complete and expired ones are found by a scan of the whole table.",
              positional = true,
              otherwise = "open")
          State state,
      @Param(value = "Only groups that are open since before this time.", label = "TIME")
          Optional<Instant> olderThan,
      @Param(value = "The most groups.", otherwise = "100", min = 1, max = 10_000) int limit,
      @Param("Where the page before ended.") Optional<String> next) {}

  /** How far a round is. */
  public enum State {
    OPEN,
    COMPLETE,
    EXPIRED
  }

  /**
   * A page of rounds.
   *
   * @param rounds as the function returns them
   * @param damaged why rounds cannot be read, by their group
   */
  public record Groups(List<JsonNode> rounds, JsonNode damaged, Optional<String> next)
      implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("GROUP", "ROUND", "EVENTS", "OPEN SINCE", "CLOSED AT", "SOURCES");
      for (JsonNode round : rounds) {
        table.row(
            round.path("group").asText(),
            round.path("round").asText(),
            round.path("count").asText(),
            round.path("openSince").asText(),
            round.path("closedAt").asText(),
            Rounds.sources(round));
      }
      if (rounds.isEmpty()) {
        table.note("No group has this state.");
      }
      damaged
          .properties()
          .forEach(round -> table.note("! " + round.getKey() + ": " + round.getValue().asText()));
      return table.next(next);
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    ObjectNode call = Json.object().put("operation", "list");
    if (request.state() != State.OPEN) {
      call.put("state", request.state().name());
    }
    request.olderThan().ifPresent(time -> call.put("olderThan", time.toString()));
    FunctionPages pages =
        FunctionPages.read(
            session, Pattern.AGGREGATOR, call, "rounds", request.limit(), request.next());
    return new Groups(pages.entries(), pages.first().path("damaged"), pages.next());
  }
}
