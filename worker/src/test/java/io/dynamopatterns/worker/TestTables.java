package io.dynamopatterns.worker;

import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * A table with a stream, and a consumer's tables as Terraform makes them. The lease of the one
 * shard exists, as in a consumer that ran before: without any lease the library waits for up to 30
 * s.
 */
final class TestTables implements AutoCloseable {
  static final String TABLE = "orders";
  static final String CONSUMER = "orders-history";

  private final EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start();
  private final StreamOfARegion proxy;
  private final Map<String, Integer> versions = new HashMap<>();

  TestTables() throws IOException {
    proxy = new StreamOfARegion(dynamoDb.endpoint());
    dynamoDb.createTable(TABLE, "id");
    create(
        CONSUMER,
        "leaseKey",
        GlobalSecondaryIndex.builder()
            .indexName("LeaseOwnerToLeaseKeyIndex")
            .keySchema(
                KeySchemaElement.builder()
                    .attributeName("leaseOwner")
                    .keyType(KeyType.HASH)
                    .build(),
                KeySchemaElement.builder().attributeName("leaseKey").keyType(KeyType.RANGE).build())
            .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
            .build());
    create(CONSUMER + "-CoordinatorState", "key");
    create(CONSUMER + "-WorkerMetricStats", "wid");
    lease(tableShard());
  }

  private String tableShard() {
    return dynamoDb
        .streams()
        .describeStream(describe -> describe.streamArn(localArn()))
        .streamDescription()
        .shards()
        .getFirst()
        .shardId();
  }

  /** Makes the lease of another stream's shard in place of that of the table's. */
  void leaseInstead(String shard) {
    dynamoDb
        .client()
        .deleteItem(
            delete ->
                delete
                    .tableName(CONSUMER)
                    .key(Map.of("leaseKey", AttributeValue.fromS(tableShard()))));
    lease(shard);
  }

  private void lease(String shard) {
    dynamoDb
        .client()
        .putItem(
            put ->
                put.tableName(CONSUMER)
                    .item(
                        Map.of(
                            "leaseKey", AttributeValue.fromS(shard),
                            "leaseCounter", AttributeValue.fromN("0"),
                            "ownerSwitchesSinceCheckpoint", AttributeValue.fromN("0"),
                            "checkpoint", AttributeValue.fromS("TRIM_HORIZON"),
                            "checkpointSubSequenceNumber", AttributeValue.fromN("0"))));
  }

  private void create(String table, String key, GlobalSecondaryIndex... indexes) {
    dynamoDb
        .client()
        .createTable(
            create -> {
              create
                  .tableName(table)
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .keySchema(
                      KeySchemaElement.builder().attributeName(key).keyType(KeyType.HASH).build());
              if (indexes.length == 0) {
                create.attributeDefinitions(attribute(key));
              } else {
                create
                    .attributeDefinitions(attribute(key), attribute("leaseOwner"))
                    .globalSecondaryIndexes(indexes);
              }
            });
  }

  private static AttributeDefinition attribute(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private String localArn() {
    return dynamoDb
        .streams()
        .listStreams(list -> list.tableName(TABLE))
        .streams()
        .getFirst()
        .streamArn();
  }

  /** Changes seven items in turn; each change raises the item's version by one. */
  void write(int changes) {
    for (int change = 0; change < changes; change++) {
      String id = "order-" + change % 7;
      int version = versions.merge(id, 1, Integer::sum);
      dynamoDb
          .client()
          .putItem(
              put ->
                  put.tableName(TABLE)
                      .item(
                          Map.of(
                              "id", AttributeValue.fromS(id),
                              "version", AttributeValue.fromN(String.valueOf(version)))));
    }
  }

  /** The last version of each item. */
  Map<String, Integer> versions() {
    return versions;
  }

  EmbeddedDynamoDb dynamoDb() {
    return dynamoDb;
  }

  /** The lease of the table's shard as it is stored. */
  Map<String, AttributeValue> lease() {
    return dynamoDb
        .client()
        .getItem(
            get ->
                get.tableName(CONSUMER).key(Map.of("leaseKey", AttributeValue.fromS(tableShard()))))
        .item();
  }

  /** The actions that were called through {@link #endpoint}, each with its table if it has one. */
  Set<String> calls() {
    return proxy.calls();
  }

  String streamArn() {
    return StreamOfARegion.arn(localArn());
  }

  String endpoint() {
    return proxy.endpoint();
  }

  /** The variables of a worker of this table's consumer. */
  Map<String, String> environment(String handler) {
    return new HashMap<>(
        Map.of(
            "WORKER_NAME",
            CONSUMER,
            "WORKER_STREAM_ARN",
            streamArn(),
            "WORKER_HANDLER",
            handler,
            "WORKER_ON_FAILURE_ARN",
            "arn:aws:s3:::failed",
            "WORKER_FAILOVER_SECONDS",
            "2",
            "WORKER_HEALTH_PORT",
            "0"));
  }

  @Override
  public void close() {
    proxy.close();
    dynamoDb.close();
  }
}
