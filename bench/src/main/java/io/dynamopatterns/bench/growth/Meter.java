package io.dynamopatterns.bench.growth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.Answer;
import io.dynamopatterns.sim.dynamodb.Database;
import io.dynamopatterns.sim.dynamodb.DynamoDbModel;
import io.dynamopatterns.sim.dynamodb.Wire;
import io.dynamopatterns.sim.dynamodb.table.Change;
import io.dynamopatterns.sim.dynamodb.table.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** DynamoDB, and queues that take everything, with a count of what they are asked. */
final class Meter implements Wire {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Database database;
  private DynamoDbModel model;
  private final Map<String, Integer> seen = new HashMap<>();
  private long requests;
  private long messages;
  private double readUnits;

  Meter(Database database) {
    this.database = database;
    this.model = new DynamoDbModel(database);
  }

  /** Counts from here on. */
  void reset(List<String> tables) {
    requests = 0;
    messages = 0;
    readUnits = 0;
    tables.forEach(name -> seen.put(name, database.table(name).changes().size()));
  }

  long requests() {
    return requests;
  }

  /** Messages that queues took. */
  long messages() {
    return messages;
  }

  double readUnits() {
    return readUnits;
  }

  /** The write units of a table and its indexes by partition key, from the table's own changes. */
  Map<String, Double> writeUnits(String name) {
    Table table = database.table(name);
    Map<String, Double> units = new HashMap<>();
    List<Change> changes = table.changes();
    for (Change change : changes.subList(seen.get(name), changes.size())) {
      units.merge(
          change.key().partition().toString(),
          table.units(change.before(), change.after()),
          Double::sum);
    }
    return units;
  }

  /** Forgets the items: the function that wrote them lives as long as the process. */
  void release() {
    database = null;
    model = null;
  }

  @Override
  public synchronized Answer send(String operation, JsonNode request) {
    requests++;
    if (operation.equals("SendMessageBatch")) {
      return taken(request);
    }
    ((ObjectNode) request).put("ReturnConsumedCapacity", "TOTAL");
    Answer answer = model.answer(operation, request);
    if (operation.equals("GetItem") || operation.equals("Query")) {
      readUnits += answer.body().path("ConsumedCapacity").path("CapacityUnits").asDouble();
    }
    return answer;
  }

  private Answer taken(JsonNode request) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode successful = answer.putArray("Successful");
    for (JsonNode entry : request.get("Entries")) {
      messages++;
      successful
          .addObject()
          .put("Id", entry.get("Id").asText())
          .put("MessageId", "m")
          .put("MD5OfMessageBody", "");
    }
    answer.putArray("Failed");
    return new Answer(200, answer);
  }
}
