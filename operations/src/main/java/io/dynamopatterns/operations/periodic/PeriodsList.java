package io.dynamopatterns.operations.periodic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.FunctionPages;
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

/** Lists periods. */
@OperationInfo(
    name = "periods list",
    summary = "Lists the periods that begin on some days.",
    examples = {"periods list", "periods list open --from 2026-11-20 --to 2026-11-28"})
public final class PeriodsList implements ReadOperation<PeriodsList.Request> {

  /** Of which days, in which state. */
  public record Request(
      @Param(value = Periods.FROM, label = "TIME") Optional<Instant> from,
      @Param(value = Periods.TO, label = "TIME") Optional<Instant> to,
      @Param(value = "Only periods in this state.", positional = true) Optional<State> state,
      @Param(value = "The most periods.", otherwise = "100", min = 1, max = 10_000) int limit,
      @Param("Where the page before ended.") Optional<String> next) {}

  /** How far a period is. */
  public enum State {
    OPEN,
    CLOSING,
    CLOSED
  }

  /**
   * A page of periods.
   *
   * @param periods as the function returns them
   */
  public record Listed(List<JsonNode> periods, Optional<String> next) implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("PERIOD", "STATE", "EVENTS", "DIGESTS", "DUE AT", "LATE");
      for (JsonNode period : periods) {
        table.row(
            period.path("period").asText(),
            period.path("state").asText(),
            period.path("events").asText(),
            period.path("digests").asText(),
            period.path("dueAt").asText(),
            period.path("late").asBoolean() ? "generation " + period.path("generation") : "");
      }
      if (periods.isEmpty()) {
        table.note("No period begins on these days.");
      }
      return table.next(next);
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    ObjectNode call = Periods.ofDays("list", request.from(), request.to(), session);
    request.state().ifPresent(state -> call.put("state", state.name()));
    FunctionPages pages =
        FunctionPages.read(
            session, Pattern.PERIODIC, call, "periods", request.limit(), request.next());
    return new Listed(pages.entries(), pages.next());
  }
}
