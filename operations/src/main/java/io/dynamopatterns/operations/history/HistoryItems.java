package io.dynamopatterns.operations.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.Items;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import io.dynamopatterns.operations.TableKey;
import io.dynamopatterns.operations.TypedItems;
import java.math.BigDecimal;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** What the requests and answers about an item's history have in common. */
final class HistoryItems {
  static final String TABLE = "Table of the item, with or without the prefix.";
  static final String KEY = "Key of the item: VALUE, or NAME=VALUE for each key attribute.";

  private HistoryItems() {}

  /** A request about an item. */
  static ObjectNode request(Session session, String table, List<String> key) {
    TableDescription described = Items.table(session, table);
    ObjectNode request = Json.object();
    request.put("table", described.tableName());
    request.set("key", TableKey.json(TableKey.of(described).parse(key)));
    return request;
  }

  /** The newest entries, without their images. */
  static JsonNode newest(Session session, ObjectNode item, int limit) {
    return session.invoke(
        Pattern.HISTORY,
        "read",
        item.deepCopy().put("operation", "versions").put("images", "NONE").put("limit", limit));
  }

  /** A version by what a person wrote: its number, or its position. */
  static ObjectNode reference(String version) {
    return version.chars().allMatch(Character::isDigit)
        ? Json.object().put("version", new BigDecimal(version))
        : Json.object().put("position", version);
  }

  /** An item without types in one line; nothing where there is none. */
  static String text(JsonNode item) {
    return item.isObject() ? Table.cut(TypedItems.plainItem(item).toString()) : "";
  }

  /** What is different, an attribute a row. */
  static Table differences(JsonNode added, JsonNode removed, JsonNode changed) {
    Table table = Table.of("ATTRIBUTE", "FROM", "TO");
    added.properties().forEach(one -> table.row(one.getKey(), "", value(one.getValue())));
    removed.properties().forEach(one -> table.row(one.getKey(), value(one.getValue()), ""));
    changed
        .properties()
        .forEach(
            one ->
                table.row(
                    one.getKey(),
                    value(one.getValue().path("from")),
                    value(one.getValue().path("to"))));
    return table;
  }

  private static String value(JsonNode typed) {
    JsonNode plain = TypedItems.plain(typed);
    return Table.cut(plain.isTextual() ? plain.textValue() : plain.toString());
  }
}
