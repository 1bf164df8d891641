package io.dynamopatterns.sim.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import io.dynamopatterns.sim.dynamodb.direct.ModelClients;
import io.dynamopatterns.sim.schedule.SimulatedActor;
import java.io.IOException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * What functions make their requests with. Clients are shared by all histories: a request goes the
 * way of the actor that makes it.
 */
enum HistoryClients {
  /** The SDK's own. One history in {@link #SDK_ONE_IN} has them. */
  SDK(
      ModelClients.of(HistoryClients::send),
      ModelClients.eventBridge(HistoryClients::send),
      ModelClients.sqs(HistoryClients::send)),

  /** Those that hand requests to the model as they are. */
  DIRECT(
      ModelClients.direct(HistoryClients::send),
      ModelClients.directEventBridge(HistoryClients::send),
      ModelClients.directSqs(HistoryClients::send));

  private static final int SDK_ONE_IN = 25;

  private final DynamoDbClient dynamoDb;
  private final EventBridgeClient eventBridge;
  private final SqsClient sqs;

  HistoryClients(DynamoDbClient dynamoDb, EventBridgeClient eventBridge, SqsClient sqs) {
    this.dynamoDb = dynamoDb;
    this.eventBridge = eventBridge;
    this.sqs = sqs;
  }

  private static WireAnswer send(String operation, JsonNode request) throws IOException {
    return SimulatedActor.current().wire().send(operation, request);
  }

  static HistoryClients of(long seed) {
    return seed % SDK_ONE_IN == 0 ? SDK : DIRECT;
  }

  /** Those of the history that this thread belongs to. */
  static HistoryClients current() {
    return SimulatedActor.current().hasSdk() ? SDK : DIRECT;
  }

  DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  EventBridgeClient eventBridge() {
    return eventBridge;
  }

  SqsClient sqs() {
    return sqs;
  }
}
