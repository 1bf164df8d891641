package io.dynamopatterns.sim.dynamodb.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.table.Index;
import io.dynamopatterns.sim.dynamodb.table.KeySchema;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** CreateTable and DescribeTable. A table is active at once, and has a stream of its changes. */
final class TableOperations {
  private TableOperations() {}

  static ObjectNode create(Database database, JsonNode request) {
    Map<String, String> types = new HashMap<>();
    for (JsonNode attribute : RequestMembers.required(request, "AttributeDefinitions")) {
      types.put(attribute.get("AttributeName").asText(), attribute.get("AttributeType").asText());
    }
    KeySchema keys = keys(RequestMembers.required(request, "KeySchema"), types);
    List<Index> indexes = new ArrayList<>();
    for (JsonNode index : request.path("GlobalSecondaryIndexes")) {
      indexes.add(
          new Index(
              index.get("IndexName").asText(),
              keys(index.get("KeySchema"), types),
              keys,
              projected(index.path("Projection"))));
    }
    ModelTable table =
        new ModelTable(RequestMembers.required(request, "TableName").asText(), keys, indexes);
    database.create(table);
    return RequestMembers.object().set("TableDescription", description(table));
  }

  static ObjectNode describe(Database database, JsonNode request) {
    return RequestMembers.object()
        .set("Table", description(RequestMembers.table(database, request)));
  }

  private static KeySchema keys(JsonNode schema, Map<String, String> types) {
    String partition = null;
    Optional<String> sort = Optional.empty();
    for (JsonNode element : schema) {
      String name = element.get("AttributeName").asText();
      if (element.get("KeyType").asText().equals("HASH")) {
        partition = name;
      } else {
        sort = Optional.of(name);
      }
    }
    return new KeySchema(partition, sort, types);
  }

  private static Optional<Set<String>> projected(JsonNode projection) {
    if (projection.path("ProjectionType").asText("ALL").equals("ALL")) {
      return Optional.empty();
    }
    Set<String> attributes = new HashSet<>();
    projection.path("NonKeyAttributes").forEach(name -> attributes.add(name.asText()));
    return Optional.of(attributes);
  }

  private static ObjectNode description(ModelTable table) {
    ObjectNode description = RequestMembers.object();
    description.put("TableName", table.name());
    description.put("TableStatus", "ACTIVE");
    description.put("TableArn", "arn:aws:dynamodb:us-east-1:123456789012:table/" + table.name());
    description.put("LatestStreamArn", table.stream().arn());
    ArrayNode schema = description.putArray("KeySchema");
    schema.addObject().put("AttributeName", table.keys().partition()).put("KeyType", "HASH");
    table
        .keys()
        .sort()
        .ifPresent(name -> schema.addObject().put("AttributeName", name).put("KeyType", "RANGE"));
    return description;
  }
}
