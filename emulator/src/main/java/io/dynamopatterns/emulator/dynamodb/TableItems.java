package io.dynamopatterns.emulator.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Reads and fills whole tables, past every meter. */
public final class TableItems {
  private final JsonApi api;

  public TableItems(URI endpoint) {
    api = new HttpJsonApi(endpoint, HttpJsonApi.DYNAMODB);
  }

  /** All items as type-tagged JSON. */
  public List<JsonNode> of(String table) {
    List<JsonNode> items = new ArrayList<>();
    ObjectNode request = JsonApi.object().put("TableName", table).put("ConsistentRead", true);
    JsonNode page;
    do {
      page = api.call("Scan", request);
      page.path("Items").forEach(items::add);
      request.set("ExclusiveStartKey", page.get("LastEvaluatedKey"));
    } while (page.has("LastEvaluatedKey"));
    return items;
  }

  /** How many items a table has. */
  public long count(String table) {
    return api.call("DescribeTable", JsonApi.object().put("TableName", table))
        .path("Table")
        .path("ItemCount")
        .asLong();
  }

  /**
   * Puts an item of type-tagged JSON.
   *
   * @throws IllegalStateException if DynamoDB does not take it; the message says why
   */
  public void put(String table, JsonNode item) {
    ObjectNode request = JsonApi.object().put("TableName", table);
    request.set("Item", item);
    api.call("PutItem", request);
  }
}
