package io.dynamopatterns.sim.dynamodb.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.expression.Placeholders;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.table.Hashes;
import io.dynamopatterns.sim.dynamodb.table.Index;
import io.dynamopatterns.sim.dynamodb.table.ItemOrder;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.table.View;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads all items, or those of one segment, in the order of their partition keys' hashes. */
final class Scan implements ModelOperation {
  @Override
  public ObjectNode answer(Database database, JsonNode request) {
    ModelTable table = RequestMembers.table(database, request);
    Optional<Index> index =
        Optional.ofNullable(RequestMembers.text(request, "IndexName")).map(table::index);
    ResultPage page = new ResultPage(request, table, index, new Placeholders(request));
    View view = database.view(table, RequestMembers.isConsistent(request));
    List<Map<String, Attribute>> items =
        new ArrayList<>(index.map(view::entries).orElseGet(view::items));
    String partition = index.map(Index::keys).orElse(table.keys()).partition();
    int segments = request.path("TotalSegments").asInt(1);
    int segment = request.path("Segment").asInt(0);
    if (segment >= segments || request.has("Segment") != request.has("TotalSegments")) {
      throw ServiceError.validation("The Segment parameter must be less than TotalSegments");
    }
    items.removeIf(item -> Hashes.of(item.get(partition)) * segments / Hashes.END != segment);
    return page.answer(items, ItemOrder.ofScan(partition, page.order()));
  }
}
