package io.dynamopatterns.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.dynamodb.TableItems;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.dynamodb.TypedJson;

/**
 * Each line is put into a table as an item: an object of plain JSON, or {@code {"Item": ...}} with
 * DynamoDB's types, as an export of a table has it.
 */
public record TableDestination(TableSpec table, TableItems items) implements LineDestination {
  @Override
  public void put(long number, JsonNode object) throws RefusedLineException {
    boolean exported = object.size() == 1 && object.path("Item").isObject();
    JsonNode item = exported ? object.get("Item") : TypedJson.item(object);
    for (String key : table.keys()) {
      String type = table.attributeTypes().get(key);
      if (!item.path(key).has(type)) {
        throw new RefusedLineException(
            "its '%s' must be of type %s, as it is a key of table '%s'"
                .formatted(key, type, table.name()));
      }
    }
    try {
      items.put(table.name(), item);
    } catch (IllegalStateException e) {
      throw new RefusedLineException(e.getMessage());
    }
  }
}
