package io.dynamopatterns.common.versioned;

import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Pages in memory: tests of them take milliseconds. */
final class ModelPages extends Pages {
  private final ModelDynamoDb dynamoDb = new ModelDynamoDb("path");

  @Override
  DynamoDbClient client() {
    return dynamoDb.client();
  }

  @Override
  FaultyHttpClient http(FaultScript script) {
    return dynamoDb.http(script);
  }

  @Override
  DynamoDbClient client(FaultyHttpClient http) {
    return dynamoDb.client(http);
  }

  @Override
  int changes() {
    return dynamoDb.changes();
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
