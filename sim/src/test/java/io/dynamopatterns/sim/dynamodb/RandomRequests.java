package io.dynamopatterns.sim.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Requests as the project makes them, and beyond: valid ones, and some that DynamoDB refuses. */
final class RandomRequests {
  private static final List<String> LEVELS = List.of("TOTAL", "NONE");

  private final RandomValues values;
  private int transactions;

  RandomRequests(RandomGenerator random) {
    this.values = new RandomValues(random);
  }

  /** A request of an operation. */
  record Request(String operation, ObjectNode body) {}

  Request next() {
    TestTable table = values.any(List.of(TestTable.values()));
    return switch (values.below(20)) {
      case 0, 1, 2 -> put(table);
      case 3, 4, 5, 6 -> update(table);
      case 7, 8 -> delete(table);
      case 9 -> get(table);
      case 10, 11, 12 -> query(table);
      case 13, 14 -> scan(table);
      case 15 -> batchGet();
      case 16 -> batchWrite();
      case 17 -> insert();
      case 18 -> transactGet();
      default -> transactWrite();
    };
  }

  private ObjectNode request(TestTable table) {
    return RandomValues.object()
        .put("TableName", table.table())
        .put("ReturnConsumedCapacity", values.any(LEVELS));
  }

  private void condition(ObjectNode request) {
    if (values.once(2)) {
      RandomExpressions expressions = new RandomExpressions(values, request);
      request.put(
          "ConditionExpression",
          values.once(2) ? expressions.usualCondition() : expressions.condition(2));
      if (values.once(2)) {
        request.put("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
      }
    }
  }

  private Request put(TestTable table) {
    ObjectNode request = request(table);
    request.set("Item", values.item(table));
    condition(request);
    returns(request, List.of("NONE", "ALL_OLD", "ALL_OLD", "ALL_NEW"));
    return new Request("PutItem", request);
  }

  private Request delete(TestTable table) {
    ObjectNode request = request(table);
    request.set("Key", values.key(table));
    condition(request);
    returns(request, List.of("NONE", "ALL_OLD"));
    return new Request("DeleteItem", request);
  }

  private Request update(TestTable table) {
    ObjectNode request = request(table);
    request.set("Key", values.key(table));
    RandomExpressions expressions = new RandomExpressions(values, request);
    request.put("UpdateExpression", expressions.update());
    if (values.once(3)) {
      request.put(
          "ConditionExpression",
          values.once(2) ? expressions.usualCondition() : expressions.condition(1));
      request.put("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
    }
    // Of an update within a list or a map DynamoDB Local returns parts that it did not touch.
    boolean nested = request.get("UpdateExpression").asText().matches(".*[.\\[].*");
    returns(
        request,
        nested
            ? List.of("ALL_OLD", "ALL_NEW")
            : List.of("NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"));
    return new Request("UpdateItem", request);
  }

  private void returns(ObjectNode request, List<String> choices) {
    if (values.once(2)) {
      request.put("ReturnValues", values.any(choices));
    }
  }

  private void consistency(ObjectNode request) {
    if (values.once(2)) {
      request.put("ConsistentRead", values.once(2));
    }
  }

  private Request get(TestTable table) {
    ObjectNode request = request(table);
    request.set("Key", values.key(table));
    consistency(request);
    if (values.once(50)) {
      request.put("TableName", "absent");
    } else if (values.once(2)) {
      request.put("ProjectionExpression", new RandomExpressions(values, request).projection());
    }
    return new Request("GetItem", request);
  }

  private Request query(TestTable table) {
    ObjectNode request = request(table);
    boolean index = table.hasIndexes() && values.once(3);
    if (index) {
      request.put("IndexName", values.any(List.of("all", "some")));
    }
    RandomExpressions expressions = new RandomExpressions(values, request);
    request.put("KeyConditionExpression", expressions.keyCondition(table, index));
    if (!index) {
      consistency(request);
    }
    if (values.once(2)) {
      request.put("ScanIndexForward", values.once(2));
    }
    read(request, expressions);
    return new Request("Query", request);
  }

  private Request scan(TestTable table) {
    ObjectNode request = request(table);
    if (table.hasIndexes() && values.once(4)) {
      request.put("IndexName", values.any(List.of("all", "some")));
    } else {
      consistency(request);
    }
    RandomExpressions expressions = new RandomExpressions(values, request);
    // DynamoDB Local filters a scan of an index by what the index does not have.
    if (!request.path("IndexName").asText().equals("some") && values.once(2)) {
      request.put("FilterExpression", expressions.condition(2));
    }
    if (values.once(4)) {
      request.put("ProjectionExpression", expressions.projection());
    }
    return new Request("Scan", request);
  }

  /** The limit, filter and projection of a query. */
  private void read(ObjectNode request, RandomExpressions expressions) {
    if (values.once(3)) {
      request.put("FilterExpression", expressions.condition(2));
    }
    if (values.once(4)) {
      request.put("ProjectionExpression", expressions.projection());
    }
    if (!request.has("IndexName") && values.once(2)) {
      request.put("Limit", 1 + values.below(4));
    }
    if (values.once(15) && !request.has("ProjectionExpression")) {
      request.put("Select", "COUNT");
    }
  }

  private Request batchGet() {
    ObjectNode request = RandomValues.object();
    for (TestTable table : List.of(TestTable.SORTED, TestTable.HASHED)) {
      Set<ObjectNode> keys = new HashSet<>();
      ObjectNode wanted = RandomValues.object();
      ArrayNode list = wanted.putArray("Keys");
      for (int i = 1 + values.below(5); i > 0; i--) {
        ObjectNode key = values.key(table);
        if (keys.add(key) || values.once(30)) {
          list.add(key);
        }
      }
      consistency(wanted);
      if (values.once(4)) {
        wanted.put("ProjectionExpression", new RandomExpressions(values, wanted).projection());
      }
      request.withObject("/RequestItems").set(table.table(), wanted);
    }
    request.put("ReturnConsumedCapacity", values.any(LEVELS));
    return new Request("BatchGetItem", request);
  }

  private Request batchWrite() {
    ObjectNode request = RandomValues.object();
    for (TestTable table : List.of(TestTable.NUMBERED, TestTable.HASHED)) {
      ArrayNode writes = request.withObject("/RequestItems").putArray(table.table());
      Set<ObjectNode> keys = new HashSet<>();
      for (int i = 1 + values.below(5); i > 0; i--) {
        ObjectNode item = values.item(table);
        ObjectNode key = key(table, RandomValues.object().set("Item", item));
        if (!keys.add(key) && !values.once(30)) {
          continue;
        }
        if (values.once(3)) {
          writes.addObject().putObject("DeleteRequest").set("Key", key);
        } else {
          writes.addObject().putObject("PutRequest").set("Item", item);
        }
      }
    }
    request.put("ReturnConsumedCapacity", values.any(LEVELS));
    return new Request("BatchWriteItem", request);
  }

  private Request insert() {
    ObjectNode request = RandomValues.object();
    ArrayNode statements = request.putArray("Statements");
    Set<ObjectNode> keys = new HashSet<>();
    for (int i = 1 + values.below(4); i > 0; i--) {
      TestTable table = TestTable.SORTED;
      ObjectNode item = values.item(table);
      ObjectNode key = key(table, RandomValues.object().set("Item", item));
      if (!keys.add(key)) {
        continue;
      }
      StringBuilder attributes = new StringBuilder();
      ObjectNode statement = statements.addObject();
      ArrayNode parameters = RandomValues.object().arrayNode();
      new TreeMap<>(toMap(item))
          .forEach(
              (name, value) -> {
                attributes
                    .append(attributes.isEmpty() ? "" : ",")
                    .append("'")
                    .append(name)
                    .append("':?");
                parameters.add(value);
              });
      statement.put(
          "Statement", "INSERT INTO \"%s\" VALUE {%s}".formatted(table.table(), attributes));
      statement.set("Parameters", parameters);
    }
    return new Request("BatchExecuteStatement", request);
  }

  private static Map<String, JsonNode> toMap(ObjectNode item) {
    Map<String, JsonNode> map = new TreeMap<>();
    item.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return map;
  }

  private Request transactGet() {
    values.soundKeys(true);
    ObjectNode request = RandomValues.object();
    ArrayNode items = request.putArray("TransactItems");
    for (int i = 1 + values.below(4); i > 0; i--) {
      TestTable table = values.any(List.of(TestTable.values()));
      ObjectNode get = RandomValues.object().put("TableName", table.table());
      get.set("Key", values.key(table));
      if (values.once(4)) {
        get.put("ProjectionExpression", new RandomExpressions(values, get).projection());
      }
      items.addObject().set("Get", get);
    }
    values.soundKeys(false);
    return new Request("TransactGetItems", request);
  }

  private static ObjectNode key(TestTable table, ObjectNode write) {
    JsonNode holder = write.path(write.has("Item") ? "Item" : "Key");
    ObjectNode key = RandomValues.object();
    key.set("pk", holder.get("pk"));
    if (table.hasSort()) {
      key.set("sk", holder.get("sk"));
    }
    return key;
  }

  private Request transactWrite() {
    values.soundKeys(true);
    ObjectNode request = RandomValues.object();
    ArrayNode items = request.putArray("TransactItems");
    Set<List<Object>> targets = new HashSet<>();
    for (int i = 1 + values.below(4); i > 0; i--) {
      TestTable table = values.any(List.of(TestTable.values()));
      Request write =
          switch (values.below(4)) {
            case 0 -> put(table);
            case 1 -> update(table);
            case 2 -> delete(table);
            default -> delete(table);
          };
      ObjectNode body = write.body();
      body.remove(List.of("ReturnConsumedCapacity", "ReturnValues"));
      boolean check = body.has("ConditionExpression") && write.operation().equals("DeleteItem");
      String action =
          check && values.once(2) ? "ConditionCheck" : write.operation().replace("Item", "");
      // DynamoDB Local refuses two actions on one item only if all conditions hold.
      if (targets.add(List.of(table, key(table, body)))) {
        items.addObject().set(action, body);
      }
    }
    // Some are sent twice.
    request.put("ClientRequestToken", "token-" + (values.once(10) ? transactions : ++transactions));
    values.soundKeys(false);
    return new Request("TransactWriteItems", request);
  }
}
