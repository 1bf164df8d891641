package io.dynamopatterns.operations.aggregator;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import java.util.Optional;

/** Shows the state of a group. */
@OperationInfo(
    name = "groups show",
    summary = "Shows the state of a group: open, complete or expired, and what it still needs.",
    examples = {"groups show 192.0.2.1", "groups show ann --round 2"})
public final class GroupsShow implements ReadOperation<GroupsShow.Request> {

  /** Which group, and which of its rounds. */
  public record Request(
      @Param(value = Rounds.GROUP, positional = true) String group,
      @Param(value = Rounds.ROUND, min = 1) Optional<Integer> round) {}

  /**
   * A round.
   *
   * @param round as the function returns it
   */
  public record Group(@JsonValue JsonNode round) implements OperationResult {
    @Override
    public Table asTable() {
      Table table =
          Table.of("GROUP", "ROUND", "STATE", "EVENTS", "OPEN SINCE", "CLOSED AT", "SOURCES");
      table.row(
          round.path("group").asText(),
          round.path("round").asText(),
          round.path("state").asText(),
          round.path("count").asText(),
          round.path("openSince").asText(),
          round.path("closedAt").asText(),
          Rounds.sources(round));
      if (round.has("missing")) {
        table.note("To be complete it needs: " + text(round.path("missing")) + ".");
      }
      if (round.path("split").asBoolean()) {
        table.note("DynamoDB has split this group: its count may be too low.");
      }
      return table;
    }

    private static String text(JsonNode missing) {
      return missing.isTextual() ? missing.textValue() : missing.toString();
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    return new Group(
        session.invoke(
            Pattern.AGGREGATOR, "read", Rounds.request("show", request.group(), request.round())));
  }
}
