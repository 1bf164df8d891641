package io.dynamopatterns.bench.coupons;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.DynamoDbModel;
import io.dynamopatterns.sim.dynamodb.Wire;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import io.dynamopatterns.sim.dynamodb.table.Database;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** DynamoDB in memory, whose answers to transactions are lost now and then. */
final class LossyDynamoDb implements Wire {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DynamoDbModel model;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong transactions = new AtomicLong();

  /** Every n-th answer to a transaction is lost; 0 for none. */
  private volatile int losing;

  LossyDynamoDb(Database database) {
    this.model = new DynamoDbModel(database);
  }

  void lose(int everyNth) {
    losing = everyNth;
  }

  long requests() {
    return requests.get();
  }

  @Override
  public WireAnswer send(String operation, JsonNode request) throws IOException {
    requests.incrementAndGet();
    WireAnswer answer =
        operation.equals("BatchGetItem") ? all(request) : model.answer(operation, request);
    if (operation.equals("TransactWriteItems")
        && losing > 0
        && transactions.incrementAndGet() % losing == 0) {
      throw new IOException("the answer was lost");
    }
    return answer;
  }

  /** The model has no batches of reads: one by one. */
  private WireAnswer all(JsonNode request) {
    ObjectNode answer = JSON.createObjectNode();
    ObjectNode tables = answer.putObject("Responses");
    request
        .get("RequestItems")
        .properties()
        .forEach(
            table -> {
              ArrayNode items = tables.putArray(table.getKey());
              for (JsonNode key : table.getValue().get("Keys")) {
                ObjectNode get = JSON.createObjectNode().put("TableName", table.getKey());
                get.put("ConsistentRead", true).set("Key", key);
                JsonNode item = model.answer("GetItem", get).body().get("Item");
                if (item != null) {
                  items.add(item);
                }
              }
            });
    answer.putObject("UnprocessedKeys");
    return new WireAnswer(200, answer);
  }
}
