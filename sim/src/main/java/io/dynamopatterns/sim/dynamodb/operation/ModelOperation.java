package io.dynamopatterns.sim.dynamodb.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.table.Database;

/** An operation of the API. */
@FunctionalInterface
public interface ModelOperation {
  /**
   * @return the body of the answer
   * @throws io.dynamopatterns.sim.dynamodb.ServiceError if DynamoDB refuses the request
   */
  ObjectNode answer(Database database, JsonNode request);
}
