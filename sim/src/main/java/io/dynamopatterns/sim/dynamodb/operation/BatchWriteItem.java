package io.dynamopatterns.sim.dynamodb.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.table.ModelKey;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.AttributeJson;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts and deletes without conditions, each for itself. */
final class BatchWriteItem implements ModelOperation {
  private static final int MOST = 25;

  private record Entry(ModelTable table, ModelKey key, Optional<Map<String, Attribute>> item) {}

  @Override
  public ObjectNode answer(Database database, JsonNode request) {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> perTable :
        RequestMembers.required(request, "RequestItems").properties()) {
      ModelTable table = database.table(perTable.getKey());
      perTable.getValue().forEach(write -> entries.add(entry(table, write)));
    }
    RequestMembers.requireSize("requestItems", entries.size(), MOST);
    Set<List<Object>> keys = new HashSet<>();
    for (Entry entry : entries) {
      if (!keys.add(List.of(entry.table().name(), entry.key()))) {
        throw ServiceError.validation("Provided list of item keys contains duplicates");
      }
    }
    Capacity capacity = new Capacity(request);
    for (Entry entry : entries) {
      capacity.add(
          entry.table(), entry.table().units(entry.table().find(entry.key()), entry.item()));
      entry.table().write(database.now(), entry.key(), entry.item(), false);
    }
    ObjectNode answer = RequestMembers.object();
    answer.putObject("UnprocessedItems");
    capacity.putListInto(answer);
    return answer;
  }

  private static Entry entry(ModelTable table, JsonNode write) {
    if (write.has("PutRequest")) {
      Map<String, Attribute> item =
          AttributeJson.readItem(RequestMembers.required(write.get("PutRequest"), "Item"));
      ModelKey key = table.keys().ofItem(item);
      table.requireStorable(item);
      return new Entry(table, key, Optional.of(item));
    }
    JsonNode key = RequestMembers.required(write.path("DeleteRequest"), "Key");
    return new Entry(table, table.keys().ofKey(AttributeJson.readItem(key)), Optional.empty());
  }
}
