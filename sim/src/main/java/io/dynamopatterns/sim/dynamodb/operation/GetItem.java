package io.dynamopatterns.sim.dynamodb.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.expression.Placeholders;
import io.dynamopatterns.sim.dynamodb.expression.Projection;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.table.ModelKey;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.table.View;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.AttributeJson;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import io.dynamopatterns.sim.dynamodb.value.Sizes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads by key: GetItem, BatchGetItem, TransactGetItems. */
final class GetItem {
  private static final int MOST = 100;

  private GetItem() {}

  static ObjectNode one(Database database, JsonNode request) {
    ModelTable table = RequestMembers.table(database, request);
    boolean consistent = RequestMembers.isConsistent(request);
    Placeholders placeholders = new Placeholders(request);
    UnaryOperator<Map<String, Attribute>> projection = projection(request, placeholders);
    placeholders.requireAllUsed();
    Optional<Map<String, Attribute>> item =
        database.view(table, consistent).find(key(table, RequestMembers.required(request, "Key")));
    ObjectNode answer = RequestMembers.object();
    item.map(projection).ifPresent(found -> answer.set("Item", AttributeJson.write(found)));
    Capacity capacity = new Capacity(request);
    capacity.add(table, units(item, consistent));
    capacity.putInto(answer);
    return answer;
  }

  static ObjectNode batch(Database database, JsonNode request) {
    Capacity capacity = new Capacity(request);
    ObjectNode answer = RequestMembers.object();
    ObjectNode responses = answer.putObject("Responses");
    int keys = 0;
    for (Map.Entry<String, JsonNode> perTable :
        RequestMembers.required(request, "RequestItems").properties()) {
      ModelTable table = database.table(perTable.getKey());
      JsonNode wanted = perTable.getValue();
      keys += wanted.path("Keys").size();
      boolean consistent = RequestMembers.isConsistent(wanted);
      Placeholders placeholders = new Placeholders(wanted);
      UnaryOperator<Map<String, Attribute>> projection = projection(wanted, placeholders);
      placeholders.requireAllUsed();
      View view = database.view(table, consistent);
      ArrayNode found = responses.putArray(perTable.getKey());
      Set<ModelKey> seen = new HashSet<>();
      for (JsonNode json : RequestMembers.required(wanted, "Keys")) {
        ModelKey key = key(table, json);
        if (!seen.add(key)) {
          throw ServiceError.validation("Provided list of item keys contains duplicates");
        }
        Optional<Map<String, Attribute>> item = view.find(key);
        capacity.add(table, units(item, consistent));
        item.map(projection).ifPresent(part -> found.add(AttributeJson.write(part)));
      }
    }
    RequestMembers.requireSize("requestItems", keys, MOST);
    answer.putObject("UnprocessedKeys");
    capacity.putListInto(answer);
    return answer;
  }

  static ObjectNode transaction(Database database, JsonNode request) {
    JsonNode items = RequestMembers.required(request, "TransactItems");
    RequestMembers.requireSize("transactItems", items.size(), MOST);
    Capacity capacity = new Capacity(request);
    List<ObjectNode> responses = new ArrayList<>();
    Set<List<Object>> seen = new HashSet<>();
    for (JsonNode action : items) {
      JsonNode get = RequestMembers.required(action, "Get");
      ModelTable table = RequestMembers.table(database, get);
      Placeholders placeholders = new Placeholders(get);
      UnaryOperator<Map<String, Attribute>> projection = projection(get, placeholders);
      placeholders.requireAllUsed();
      ModelKey key = key(table, RequestMembers.required(get, "Key"));
      if (!seen.add(List.of(table.name(), key))) {
        throw ServiceError.validation(
            "Transaction request cannot include multiple operations on one item");
      }
      Optional<Map<String, Attribute>> item = table.find(key);
      capacity.add(table, 2 * units(item, true));
      ObjectNode response = RequestMembers.object();
      item.map(projection).ifPresent(found -> response.set("Item", AttributeJson.write(found)));
      responses.add(response);
    }
    ObjectNode answer = RequestMembers.object();
    answer.putArray("Responses").addAll(responses);
    capacity.putListInto(answer);
    return answer;
  }

  private static ModelKey key(ModelTable table, JsonNode json) {
    return table.keys().ofKey(AttributeJson.readItem(json));
  }

  private static UnaryOperator<Map<String, Attribute>> projection(
      JsonNode request, Placeholders placeholders) {
    return Projection.of(RequestMembers.text(request, "ProjectionExpression"), placeholders);
  }

  private static double units(Optional<Map<String, Attribute>> item, boolean consistent) {
    return Capacity.ofRead(item.map(Sizes::of).orElse(0), consistent);
  }
}
