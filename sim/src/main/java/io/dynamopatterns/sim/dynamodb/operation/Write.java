package io.dynamopatterns.sim.dynamodb.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.sim.dynamodb.expression.Condition;
import io.dynamopatterns.sim.dynamodb.expression.Path;
import io.dynamopatterns.sim.dynamodb.expression.Placeholders;
import io.dynamopatterns.sim.dynamodb.expression.Update;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.table.ModelKey;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.AttributeJson;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A write of one item, alone or in a transaction.
 *
 * @param change the item after the write, from the one before it
 * @param updated the paths that the write names, if it is an update
 * @param returnsOldOnFailure whether a failed condition returns the item
 */
record Write(
    ModelTable table,
    ModelKey key,
    Condition condition,
    UnaryOperator<Optional<Map<String, Attribute>>> change,
    List<Path> updated,
    boolean returnsOldOnFailure) {

  static Write put(Database database, JsonNode request) {
    ModelTable table = RequestMembers.table(database, request);
    Map<String, Attribute> item = AttributeJson.readItem(RequestMembers.required(request, "Item"));
    Placeholders placeholders = new Placeholders(request);
    Condition condition = condition(request, placeholders);
    placeholders.requireAllUsed();
    ModelKey key = table.keys().ofItem(item);
    table.requireStorable(item);
    return write(request, table, key, condition, before -> Optional.of(item), List.of());
  }

  static Write delete(Database database, JsonNode request) {
    ModelTable table = RequestMembers.table(database, request);
    return ofKey(request, table, before -> Optional.empty());
  }

  static Write check(Database database, JsonNode request) {
    ModelTable table = RequestMembers.table(database, request);
    RequestMembers.required(request, "ConditionExpression");
    return ofKey(request, table, UnaryOperator.identity());
  }

  private static Write ofKey(
      JsonNode request, ModelTable table, UnaryOperator<Optional<Map<String, Attribute>>> change) {
    Placeholders placeholders = new Placeholders(request);
    Condition condition = condition(request, placeholders);
    placeholders.requireAllUsed();
    return write(request, table, key(request, table), condition, change, List.of());
  }

  static Write update(Database database, JsonNode request) {
    ModelTable table = RequestMembers.table(database, request);
    Placeholders placeholders = new Placeholders(request);
    Update update = Update.of(RequestMembers.text(request, "UpdateExpression"), placeholders);
    Condition condition = condition(request, placeholders);
    placeholders.requireAllUsed();
    for (Path path : update.paths()) {
      if (table.keys().names().contains(path.attribute())) {
        throw ServiceError.validation(
            "One or more parameter values were invalid: Cannot update attribute %s. This attribute is part of the key"
                .formatted(path.attribute()));
      }
    }
    Map<String, Attribute> key = AttributeJson.readItem(RequestMembers.required(request, "Key"));
    return write(
        request,
        table,
        table.keys().ofKey(key),
        condition,
        before -> {
          Map<String, Attribute> after = update.apply(before.orElse(key));
          table.requireStorable(after);
          return Optional.of(after);
        },
        update.paths());
  }

  private static Write write(
      JsonNode request,
      ModelTable table,
      ModelKey key,
      Condition condition,
      UnaryOperator<Optional<Map<String, Attribute>>> change,
      List<Path> updated) {
    boolean returnsOld =
        request.path("ReturnValuesOnConditionCheckFailure").asText("NONE").equals("ALL_OLD");
    return new Write(table, key, condition, change, updated, returnsOld);
  }

  private static Condition condition(JsonNode request, Placeholders placeholders) {
    return Condition.of(
        "ConditionExpression", RequestMembers.text(request, "ConditionExpression"), placeholders);
  }

  private static ModelKey key(JsonNode request, ModelTable table) {
    return table.keys().ofKey(AttributeJson.readItem(RequestMembers.required(request, "Key")));
  }

  /** The item as it is stored. */
  Optional<Map<String, Attribute>> stored() {
    return table.find(key);
  }

  boolean conditionHolds() {
    return condition.holds(stored().orElse(Map.of()));
  }
}
