package io.dynamopatterns.operations.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.Answer;
import io.dynamopatterns.operations.Items;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.Keys;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.Query;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Lists the versions of an item. */
public final class HistoryVersions implements Query<HistoryVersions.Request> {

  /** Which item, and how many of its versions. */
  public record Request(
      @Param(value = "Table of the item, with or without the prefix.", positional = true)
          String table,
      @Param(
              value = "Key of the item: VALUE, or NAME=VALUE for each key attribute.",
              positional = true)
          List<String> key,
      @Param(value = "Which come first.", otherwise = "newest-first") Order order,
      @Param(value = "The most entries.", otherwise = "20", min = 1, max = 1000) int limit,
      @Param("Where the previous page ended.") Optional<String> next) {}

  /** Which entries come first. */
  public enum Order {
    NEWEST_FIRST,
    OLDEST_FIRST
  }

  /**
   * A page of versions.
   *
   * @param entries as the function returns them, with their images
   */
  public record Versions(
      String table, JsonNode key, List<JsonNode> entries, JsonNode gaps, Optional<String> next)
      implements Answer {
    @Override
    public Table asTable() {
      Table table = Table.of("TIME", "CHANGE", "VERSION", "ACTOR", "ITEM");
      for (JsonNode entry : entries) {
        table.row(
            entry.path("time").asText(),
            entry.path("eventName").asText(),
            entry.path("version").asText(),
            entry.path("actor").asText(),
            HistoryItems.text(entry.path("newImage")));
      }
      return table.next(next);
    }
  }

  @Override
  public String name() {
    return "history versions";
  }

  @Override
  public String summary() {
    return "Lists the versions of an item.";
  }

  @Override
  public List<String> examples() {
    return List.of("history versions pages /hello", "history versions orders user=7 order=9");
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public Answer run(Request request, Session session) {
    TableDescription table = Items.table(session, request.table());
    ObjectNode call = Json.object();
    call.put("operation", "versions").put("table", table.tableName());
    call.set("key", Keys.json(Items.key(table, request.key())));
    call.put("order", request.order().name()).put("limit", request.limit());
    request.next().ifPresent(next -> call.put("cursor", next));
    JsonNode answer = session.invoke(Pattern.HISTORY, "read", call);
    List<JsonNode> entries = new ArrayList<>();
    answer.path("entries").forEach(entries::add);
    return new Versions(
        answer.path("table").asText(),
        answer.path("key"),
        entries,
        answer.path("gaps"),
        Optional.ofNullable(answer.path("cursor").textValue()));
  }
}
