package io.dynamopatterns.operations.aggregator;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.operations.FunctionPages;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import java.util.List;
import java.util.Optional;

/** Lists the events of a group. */
@OperationInfo(
    name = "groups members",
    summary = "Lists the events of a group.",
    examples = {"groups members 192.0.2.1", "groups members ann --round 1 --limit 1000"})
public final class GroupsMembers implements ReadOperation<GroupsMembers.Request> {

  /** Which group, and how many of its events. */
  public record Request(
      @Param(value = Rounds.GROUP, positional = true) String group,
      @Param(value = Rounds.ROUND, min = 1) Optional<Integer> round,
      @Param(value = "The most events.", otherwise = "100", min = 1, max = 10_000) int limit,
      @Param("Where the page before ended.") Optional<String> next) {}

  /**
   * A page of events.
   *
   * @param members as the function returns them, each with its JSON as text
   */
  public record Members(
      String group, long round, String state, List<JsonNode> members, Optional<String> next)
      implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("TIME", "SOURCE", "ID", "EVENT");
      for (JsonNode member : members) {
        table.row(
            member.path("time").asText(),
            member.path("source").asText(),
            member.path("id").asText(),
            Table.cut(member.path("event").asText()));
      }
      return table.note("%s, round %d: %s".formatted(group, round, state)).next(next);
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    FunctionPages pages =
        FunctionPages.read(
            session,
            Pattern.AGGREGATOR,
            Rounds.request("members", request.group(), request.round()),
            "members",
            request.limit(),
            request.next());
    JsonNode round = pages.first();
    return new Members(
        request.group(),
        round.path("round").asLong(),
        round.path("state").asText(),
        pages.entries(),
        pages.next());
  }
}
