package io.dynamopatterns.sim.dynamodb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A table of random requests. */
enum TestTable {
  SORTED("sorted", "S"),
  NUMBERED("numbered", "N"),
  HASHED("hashed", "");

  private final String table;
  private final String sortType;

  TestTable(String table, String sortType) {
    this.table = table;
    this.sortType = sortType;
  }

  String table() {
    return table;
  }

  boolean hasSort() {
    return !sortType.isEmpty();
  }

  boolean hasIndexes() {
    return this != HASHED;
  }

  ObjectNode sort(int number) {
    return RandomValues.object().put(sortType, (sortType.equals("S") ? "s" : "") + number);
  }

  /** The table, with an index of all attributes and one of some. */
  ObjectNode creation() {
    ObjectNode request = RandomValues.object().put("TableName", table);
    request.put("BillingMode", "PAY_PER_REQUEST");
    ArrayNode attributes = request.putArray("AttributeDefinitions");
    attribute(attributes, "pk", "S");
    ArrayNode schema = request.putArray("KeySchema");
    key(schema, "pk", "HASH");
    if (hasSort()) {
      attribute(attributes, "sk", sortType);
      key(schema, "sk", "RANGE");
    }
    if (!hasIndexes()) {
      return request;
    }
    attribute(attributes, "gp", "S");
    attribute(attributes, "gs", "N");
    ArrayNode indexes = request.putArray("GlobalSecondaryIndexes");
    index(indexes, "all").put("ProjectionType", "ALL");
    ObjectNode some = index(indexes, "some").put("ProjectionType", "INCLUDE");
    some.putArray("NonKeyAttributes").add("xn");
    return request;
  }

  private static ObjectNode index(ArrayNode indexes, String name) {
    ObjectNode index = indexes.addObject().put("IndexName", name);
    ArrayNode schema = index.putArray("KeySchema");
    key(schema, "gp", "HASH");
    key(schema, "gs", "RANGE");
    return index.putObject("Projection");
  }

  private static void attribute(ArrayNode attributes, String name, String type) {
    attributes.addObject().put("AttributeName", name).put("AttributeType", type);
  }

  private static void key(ArrayNode schema, String name, String type) {
    schema.addObject().put("AttributeName", name).put("KeyType", type);
  }
}
