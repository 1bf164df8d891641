package io.dynamopatterns.sim.dynamodb.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.expression.KeyCondition;
import io.dynamopatterns.sim.dynamodb.expression.Placeholders;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.table.Index;
import io.dynamopatterns.sim.dynamodb.table.ItemOrder;
import io.dynamopatterns.sim.dynamodb.table.KeySchema;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.table.View;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the items of one partition key in the order of their sort keys. */
final class QueryOperation implements ModelOperation {
  @Override
  public ObjectNode answer(Database database, JsonNode request) {
    ModelTable table = RequestMembers.table(database, request);
    Optional<Index> index =
        Optional.ofNullable(RequestMembers.text(request, "IndexName")).map(table::index);
    KeySchema keys = index.map(Index::keys).orElse(table.keys());
    Placeholders placeholders = new Placeholders(request);
    KeyCondition condition =
        KeyCondition.of(
            RequestMembers.required(request, "KeyConditionExpression").asText(),
            placeholders,
            keys.partition(),
            keys.sort());
    if (!condition.partition().type().equals(keys.types().get(keys.partition()))) {
      throw ServiceError.validation(
          "One or more parameter values were invalid: Condition parameter type does not match schema type");
    }
    ResultPage page = new ResultPage(request, table, index, placeholders);
    page.requireFilterOfQuery(keys);
    View view = database.view(table, RequestMembers.isConsistent(request));
    List<Map<String, Attribute>> items =
        new ArrayList<>(
            index
                .map(one -> view.entries(one, condition.partition()))
                .orElseGet(
                    () ->
                        view.partition(
                            condition.partition(), condition.lowest(), condition::matches)));
    items.removeIf(item -> !condition.matches(keys.sort().map(item::get).orElse(Attribute.NULL)));
    Comparator<Map<String, Attribute>> order = ItemOrder.by(page.order());
    boolean forward = request.path("ScanIndexForward").asBoolean(true);
    return page.answer(items, forward ? order : order.reversed());
  }
}
