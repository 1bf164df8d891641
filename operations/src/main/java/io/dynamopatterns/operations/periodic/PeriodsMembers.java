package io.dynamopatterns.operations.periodic;

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

/** Lists the events of a digest. */
@OperationInfo(
    name = "periods members",
    summary = "Lists the events of a group in a period.",
    examples = "periods members 2026-11-20T10:00Z 192.0.2.1")
public final class PeriodsMembers implements ReadOperation<PeriodsMembers.Request> {

  /** Which digest, and how many of its events. */
  public record Request(
      @Param(value = Periods.PERIOD, positional = true) String period,
      @Param(value = "The group.", positional = true) String group,
      @Param(value = Periods.GENERATION, otherwise = "0", max = 99_999) int generation,
      @Param(value = "The most events.", otherwise = "100", min = 1, max = 10_000) int limit,
      @Param("Where the page before ended.") Optional<String> next) {}

  /**
   * A page of events.
   *
   * @param members as the function returns them, each with its JSON as text
   */
  public record Members(
      String period, String group, String state, List<JsonNode> members, Optional<String> next)
      implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("TIME", "ID", "EVENT");
      for (JsonNode member : members) {
        table.row(
            member.path("time").asText(),
            member.path("id").asText(),
            Table.cut(member.path("event").asText()));
      }
      return table.note("%s of %s: %s".formatted(group, period, state)).next(next);
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    FunctionPages pages =
        FunctionPages.read(
            session,
            Pattern.PERIODIC,
            Periods.of("members", request.period(), request.generation())
                .put("group", request.group()),
            "members",
            request.limit(),
            request.next());
    return new Members(
        request.period(),
        request.group(),
        pages.first().path("state").asText(),
        pages.entries(),
        pages.next());
  }
}
