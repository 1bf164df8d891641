package io.dynamopatterns.operations.history;

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
import java.util.List;
import java.util.Optional;

/** Lists the versions of an item. */
@OperationInfo(
    name = "history versions",
    summary = "Lists the versions of an item.",
    examples = {
      "history versions pages /hello",
      "history versions orders user=7 order=9 --limit 100 --prefix shop-prod"
    })
public final class HistoryVersions implements ReadOperation<HistoryVersions.Request> {
  private static final List<String> GAPS = List.of("MISSING", "DUPLICATE", "OUT_OF_ORDER");

  /** Which item, and how many of its versions. */
  public record Request(
      @Param(value = HistoryItems.TABLE, positional = true) String table,
      @Param(value = HistoryItems.KEY, positional = true) List<String> key,
      @Param(value = "Which entries come first.", otherwise = "newest-first") Order order,
      @Param(value = "Which images the entries have.", otherwise = "all") Images images,
      @Param(value = "The most entries.", otherwise = "20", min = 1, max = 10_000) int limit,
      @Param("Where the page before ended.") Optional<String> next) {}

  /** Which entries come first. */
  public enum Order {
    NEWEST_FIRST,
    OLDEST_FIRST
  }

  /** Which images the entries have. */
  public enum Images {
    ALL,
    NEW,
    NONE
  }

  /**
   * A page of versions.
   *
   * @param entries as the function returns them
   * @param gaps how many of the entries do not continue the one before
   */
  public record Versions(
      String table, JsonNode key, List<JsonNode> entries, long gaps, Optional<String> next)
      implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("TIME", "CHANGE", "VERSION", "ACTOR", "ITEM");
      for (JsonNode entry : entries) {
        table.row(
            entry.path("time").asText(),
            change(entry),
            entry.path("version").asText(),
            entry.path("actor").asText(),
            HistoryItems.text(entry.path("newImage")));
      }
      if (entries.isEmpty()) {
        table.note(
            "The history has no entry of this item. Keys are exact: tables scan %s lists the items."
                .formatted(table()));
      }
      if (gaps > 0) {
        table.note(
            "%d of these entries do not continue the one before; --output json says why."
                .formatted(gaps));
      }
      return table.next(next);
    }

    private static String change(JsonNode entry) {
      return entry.path("ttl").asBoolean()
          ? "REMOVE (time to live)"
          : entry.path("eventName").asText();
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    ObjectNode item = HistoryItems.request(session, request.table(), request.key());
    FunctionPages pages =
        FunctionPages.read(
            session,
            Pattern.HISTORY,
            item.deepCopy()
                .put("operation", "versions")
                .put("order", request.order().name())
                .put("images", request.images().name()),
            "entries",
            request.limit(),
            request.next());
    long gaps =
        pages.entries().stream()
            .filter(entry -> GAPS.contains(entry.at("/continuity/state").asText()))
            .count();
    return new Versions(
        item.path("table").asText(), item.path("key"), pages.entries(), gaps, pages.next());
  }
}
