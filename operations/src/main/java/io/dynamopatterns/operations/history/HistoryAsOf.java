package io.dynamopatterns.operations.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import io.dynamopatterns.operations.TypedItems;
import java.time.Instant;
import java.util.List;

/** Shows an item as it was at a time. */
@OperationInfo(
    name = "history as-of",
    summary = "Shows an item as it was at a time.",
    examples = {
      "history as-of pages /hello --at 10:00",
      "history as-of orders user=7 order=9 --at 'yesterday 22:20'"
    })
public final class HistoryAsOf implements ReadOperation<HistoryAsOf.Request> {

  /** Which item, and when. */
  public record Request(
      @Param(value = HistoryItems.TABLE, positional = true) String table,
      @Param(value = HistoryItems.KEY, positional = true) List<String> key,
      @Param(value = "The time.", label = "TIME") Instant at) {}

  /**
   * The item then.
   *
   * @param state {@code EXISTS}, {@code DELETED} or {@code UNKNOWN}
   * @param item in type-tagged JSON, if it existed
   * @param entry the last entry up to then
   */
  public record State(
      String table, JsonNode key, String asOf, String state, JsonNode item, JsonNode entry)
      implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("ATTRIBUTE", "VALUE");
      TypedItems.plainItem(item)
          .properties()
          .forEach(
              one ->
                  table.row(
                      one.getKey(),
                      Table.cut(
                          one.getValue().isTextual()
                              ? one.getValue().textValue()
                              : one.getValue().toString())));
      return table.note(
          switch (state) {
            case "EXISTS" ->
                "Written at %s%s."
                    .formatted(
                        entry.path("time").asText(),
                        entry.has("actor") ? " by " + entry.path("actor").asText() : "");
            case "DELETED" -> "Deleted at %s.".formatted(entry.path("time").asText());
            default -> "The history has no entry of this item up to %s.".formatted(asOf);
          });
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    ObjectNode item = HistoryItems.request(session, request.table(), request.key());
    JsonNode answer =
        session.invoke(
            Pattern.HISTORY,
            "read",
            item.put("operation", "as-of").put("time", request.at().toString()));
    return new State(
        answer.path("table").asText(),
        answer.path("key"),
        answer.path("asOf").asText(),
        answer.path("state").asText(),
        answer.path("item"),
        answer.path("entry"));
  }
}
