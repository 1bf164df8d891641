package io.dynamopatterns.common.once;

import io.dynamopatterns.common.versioned.ModelDynamoDb;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class OnceTest extends OnceContract {
  private final ModelDynamoDb dynamoDb = new ModelDynamoDb("id");

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
}
