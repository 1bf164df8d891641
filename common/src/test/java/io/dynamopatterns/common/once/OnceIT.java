package io.dynamopatterns.common.once;

import io.dynamopatterns.common.client.LocalClients;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class OnceIT extends OnceContract {
  private static EmbeddedDynamoDb dynamoDb;

  @BeforeAll
  static void startDatabase() {
    dynamoDb = EmbeddedDynamoDb.start();
  }

  @AfterAll
  static void stopDatabase() {
    dynamoDb.close();
  }

  @BeforeEach
  void newTable() {
    dynamoDb.createTable(table, "id");
  }

  @Override
  DynamoDbClient client() {
    return dynamoDb.client();
  }

  @Override
  FaultyHttpClient http(FaultScript script) {
    return LocalClients.http(script);
  }

  @Override
  DynamoDbClient client(FaultyHttpClient http) {
    return LocalClients.of(dynamoDb, http);
  }
}
