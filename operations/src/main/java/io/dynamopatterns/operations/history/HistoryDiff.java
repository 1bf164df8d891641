package io.dynamopatterns.operations.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import java.util.List;
import java.util.Optional;

/** Shows what is different between two versions of an item. */
@OperationInfo(
    name = "history diff",
    summary = "Shows what is different between two versions of an item.",
    examples = {"history diff pages /hello", "history diff orders user=7 order=9 --from 1 --to 3"})
public final class HistoryDiff implements ReadOperation<HistoryDiff.Request> {

  /** Which item, and which versions. */
  public record Request(
      @Param(value = HistoryItems.TABLE, positional = true) String table,
      @Param(value = HistoryItems.KEY, positional = true) List<String> key,
      @Param(
              value = "The first version: its number or position. Default: the newest but one.",
              label = "VERSION")
          Optional<String> from,
      @Param(
              value = "The other version: its number or position. Default: the newest.",
              label = "VERSION")
          Optional<String> to) {}

  /**
   * What is different.
   *
   * @param from the entry of the first version
   * @param to the entry of the other
   */
  public record Difference(
      String table,
      JsonNode key,
      JsonNode from,
      JsonNode to,
      JsonNode added,
      JsonNode removed,
      JsonNode changed)
      implements OperationResult {
    @Override
    public Table asTable() {
      Table table = HistoryItems.differences(added, removed, changed);
      return table.note(
          "%s to %s%s."
              .formatted(shown(from), shown(to), table.rows().isEmpty() ? ": no difference" : ""));
    }

    private static String shown(JsonNode entry) {
      return "%s of %s"
          .formatted(
              entry.has("version") ? "version " + entry.path("version").asText() : "the state",
              entry.path("time").asText());
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    ObjectNode item = HistoryItems.request(session, request.table(), request.key());
    ObjectNode call = item.deepCopy().put("operation", "diff");
    if (request.from().isPresent() && request.to().isPresent()) {
      call.set("from", HistoryItems.reference(request.from().get()));
      call.set("to", HistoryItems.reference(request.to().get()));
    } else {
      JsonNode entries = HistoryItems.newest(session, item, 2).path("entries");
      call.set("from", reference(request.from(), entries, 1));
      call.set("to", reference(request.to(), entries, 0));
    }
    JsonNode answer = session.invoke(Pattern.HISTORY, "read", call);
    return new Difference(
        item.path("table").asText(),
        item.path("key"),
        answer.path("from"),
        answer.path("to"),
        answer.path("added"),
        answer.path("removed"),
        answer.path("changed"));
  }

  private static ObjectNode reference(Optional<String> given, JsonNode newest, int index) {
    if (given.isPresent()) {
      return HistoryItems.reference(given.get());
    }
    if (!newest.has(index)) {
      throw OperationException.request(
          "the history has %d entries of this item: there is nothing to compare", newest.size());
    }
    return HistoryItems.reference(newest.get(index).path("position").asText());
  }
}
