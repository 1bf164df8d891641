package io.dynamopatterns.sim.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.sim.dynamodb.operation.Operations;

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
  public synchronized Answer answer(String operation, JsonNode request) {
    try {
      return new Answer(Answer.OK, Operations.named(operation).answer(database, request));
    } catch (ServiceError e) {
      return new Answer(Answer.BAD_REQUEST, e.body());
    }
  }
}
