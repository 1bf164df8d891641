package io.dynamopatterns.common.client;

import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Clients of DynamoDB Local with the settings of a deployed function. */
public final class LocalClients {
  private LocalClients() {}

  /** A connection with its faults below the SDK's retries. */
  public static FaultyHttpClient http(FaultScript script) {
    return new FaultyHttpClient(ApacheHttpClient.create(), script);
  }

  /** A client of this database over this connection. */
  public static DynamoDbClient of(EmbeddedDynamoDb dynamoDb, FaultyHttpClient http) {
    return ClientSettings.apply(DynamoDbClient.builder())
        .endpointOverride(dynamoDb.endpoint())
        .region(EmbeddedDynamoDb.REGION)
        .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
        .httpClient(http)
        .build();
  }
}
