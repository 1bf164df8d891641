package io.dynamopatterns.sim.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.sim.dynamodb.operation.ModelOperations;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;

/** The service: it takes a request and answers it, one after the other. */
public final class DynamoDbModel implements Service {
  private final Database database;

  public DynamoDbModel(Database database) {
    this.database = database;
  }

  public Database database() {
    return database;
  }

  /**
   * @param operation such as PutItem
   */
  @Override
  public synchronized WireAnswer answer(String operation, JsonNode request) {
    try {
      return new WireAnswer(
          WireAnswer.OK, ModelOperations.named(operation).answer(database, request));
    } catch (ServiceError e) {
      return new WireAnswer(WireAnswer.BAD_REQUEST, e.body());
    }
  }
}
