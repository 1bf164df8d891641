package io.dynamopatterns.bench.growth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.bench.run.PatternDeployment;
import io.dynamopatterns.sim.dynamodb.DynamoDbModel;
import io.dynamopatterns.sim.dynamodb.Wire;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import io.dynamopatterns.sim.dynamodb.table.ModelChange;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import java.util.HashMap;
import java.util.Map;

/** DynamoDB, and queues that take everything, with a count of what they are asked. */
final class Meter implements Wire {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Gone once all is measured: the function that wrote the items lives as long as the process. */
  private DynamoDbModel model = new DynamoDbModel(PatternDeployment.database(this::add));

  private final Map<String, Double> writeUnits = new HashMap<>();
  private long requests;
  private long messages;
  private double readUnits;

  /** Counts from here on. */
  void reset() {
    requests = 0;
    messages = 0;
    readUnits = 0;
    writeUnits.clear();
  }

  /** Called within {@link #send}, so by one thread at a time. */
  private void add(ModelTable table, ModelChange change) {
    table.unitsByKey(change).forEach((key, units) -> writeUnits.merge(key, units, Double::sum));
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

  /** Write units by the partition key of a table, or of an index, that took them. */
  Map<String, Double> writeUnits() {
    return writeUnits;
  }

  /** Forgets the items. */
  void release() {
    model = null;
  }

  @Override
  public synchronized WireAnswer send(String operation, JsonNode request) {
    requests++;
    if (operation.equals("SendMessageBatch")) {
      return taken(request);
    }
    ((ObjectNode) request).put("ReturnConsumedCapacity", "TOTAL");
    WireAnswer answer = model.answer(operation, request);
    if (operation.equals("GetItem") || operation.equals("Query")) {
      readUnits += answer.body().path("ConsumedCapacity").path("CapacityUnits").asDouble();
    }
    return answer;
  }

  private WireAnswer taken(JsonNode request) {
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
    return new WireAnswer(200, answer);
  }
}
