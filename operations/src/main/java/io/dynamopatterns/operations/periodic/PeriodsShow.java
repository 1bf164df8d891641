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

/** Shows the groups of a period: one digest each. */
@OperationInfo(
    name = "periods show",
    summary = "Shows the groups of a period with the number of their events: one digest each.",
    examples = "periods show 2026-11-20T10:00Z")
public final class PeriodsShow implements ReadOperation<PeriodsShow.Request> {

  /** Which period, and how many of its groups. */
  public record Request(
      @Param(value = Periods.PERIOD, positional = true) String period,
      @Param(value = Periods.GENERATION, otherwise = "0", max = 99_999) int generation,
      @Param(value = "The most groups.", otherwise = "100", min = 1, max = 10_000) int limit,
      @Param("Where the page before ended.") Optional<String> next) {}

  /**
   * A page of groups.
   *
   * @param groups as the function returns them
   */
  public record Period(
      String period, int generation, String state, List<JsonNode> groups, Optional<String> next)
      implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("GROUP", "EVENTS");
      groups.forEach(
          group ->
              table.row(
                  group.path("group").asText(),
                  (group.path("partial").asBoolean() ? "at least " : "")
                      + group.path("events").asText()));
      return table.note("%s: %s".formatted(period, state)).next(next);
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    FunctionPages pages =
        FunctionPages.read(
            session,
            Pattern.PERIODIC,
            Periods.of("show", request.period(), request.generation()),
            "groups",
            request.limit(),
            request.next());
    return new Period(
        request.period(),
        request.generation(),
        pages.first().path("state").asText(),
        pages.entries(),
        pages.next());
  }
}
