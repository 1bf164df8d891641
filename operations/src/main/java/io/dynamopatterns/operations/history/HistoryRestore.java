package io.dynamopatterns.operations.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.ChangeOperation;
import io.dynamopatterns.operations.ChangePlan;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import io.dynamopatterns.operations.TableKey;
import io.dynamopatterns.operations.TypedItems;
import java.util.List;
import java.util.Optional;

/**
 * Brings back a version of an item. The item must still have the version that the plan has found:
 * what is written meanwhile is not lost.
 */
@OperationInfo(
    name = "history restore",
    summary = "Brings back a version of an item, as its newest version.",
    examples = {
      "history restore pages /hello --version 1 --dry-run",
      "history restore orders user=7 order=9 --version 3 --actor ada"
    })
public final class HistoryRestore implements ChangeOperation<HistoryRestore.Request> {
  /** In place of the version of an item that must be deleted. */
  private static final String DELETED = "0";

  /** Which item, to which version. */
  public record Request(
      @Param(value = HistoryItems.TABLE, positional = true) String table,
      @Param(value = HistoryItems.KEY, positional = true) List<String> key,
      @Param("The version to bring back: its number or position.") String version,
      @Param(
              value =
                  "The version that the item must have now, 0 if it must be deleted. Default: the newest of the history.",
              label = "VERSION")
          Optional<String> expectedVersion,
      @Param("Who restores, for the item's actor attribute.") Optional<String> actor,
      @Param(
              "Restore an item without write tokens: every writer of it reads its version before it writes.")
          boolean writersReadFirst) {}

  /**
   * What would happen.
   *
   * @param expectedVersion the version that the item must have now; 0 if it must be deleted
   * @param from the newest entry
   * @param to the entry that is brought back
   */
  public record Preview(
      String table,
      JsonNode key,
      String expectedVersion,
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
          "%s %s: the state of %s becomes its newest version, if it still %s."
              .formatted(
                  this.table,
                  TableKey.text(TypedItems.parse("key", key)),
                  to.path("time").asText(),
                  expectedVersion.equals(DELETED)
                      ? "is deleted"
                      : "has version " + expectedVersion));
    }
  }

  /**
   * What was done.
   *
   * @param outcome {@code REPLACED}, {@code CREATED} or {@code UNCHANGED}
   * @param version the item's version now
   */
  public record Restored(
      String table, JsonNode key, String outcome, String restoredFrom, String version)
      implements OperationResult {
    @Override
    public Table asTable() {
      return Table.of("OUTCOME", "VERSION", "RESTORED FROM").row(outcome, version, restoredFrom);
    }
  }

  @Override
  public ChangePlan plan(Request request, Session session) {
    ObjectNode item = HistoryItems.request(session, request.table(), request.key());
    JsonNode newest = HistoryItems.newest(session, item, 1).path("entries").path(0);
    if (newest.isMissingNode()) {
      throw OperationException.request("the history has no entry of this item");
    }
    ObjectNode difference = item.deepCopy().put("operation", "diff");
    difference.set("from", HistoryItems.reference(newest.path("position").asText()));
    difference.set("to", HistoryItems.reference(request.version()));
    JsonNode compared = session.invoke(Pattern.HISTORY, "read", difference);
    String expected = request.expectedVersion().orElseGet(() -> version(newest));
    ObjectNode restore = item.deepCopy();
    restore.setAll(HistoryItems.reference(request.version()));
    restore.set("expectedVersion", number(expected));
    request.actor().ifPresent(actor -> restore.put("actor", actor));
    if (request.writersReadFirst()) {
      restore.put("writersReadFirst", true);
    }
    return new ChangePlan(
        new Preview(
            item.path("table").asText(),
            item.path("key"),
            expected,
            compared.path("from"),
            compared.path("to"),
            compared.path("added"),
            compared.path("removed"),
            compared.path("changed")),
        () -> restored(session.invoke(Pattern.HISTORY, "restore", restore)));
  }

  private static String version(JsonNode newest) {
    if (newest.path("tombstone").asBoolean()) {
      return DELETED;
    }
    String version = newest.path("version").asText();
    if (version.isEmpty()) {
      throw OperationException.request(
          "the newest entry of the item has no version: say which one it must have with expectedVersion");
    }
    return version;
  }

  private static JsonNode number(String version) {
    ObjectNode reference = HistoryItems.reference(version);
    if (!reference.has("version")) {
      throw OperationException.request(
          "expectedVersion must be the number of a version, but is '%s'", version);
    }
    return reference.get("version");
  }

  private static OperationResult restored(JsonNode answer) {
    return new Restored(
        answer.path("table").asText(),
        answer.path("key"),
        answer.path("outcome").asText(),
        answer.path("restoredFrom").asText(),
        answer.path("version").asText());
  }
}
