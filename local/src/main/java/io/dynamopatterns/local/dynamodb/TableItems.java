package io.dynamopatterns.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Reads whole tables, past every meter. */
public final class TableItems {
  private final JsonApi api;

  public TableItems(URI endpoint) {
    api = new JsonApi(endpoint, JsonApi.DYNAMODB);
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
}
