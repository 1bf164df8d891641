package io.dynamopatterns.examples.coupons.kit;

import io.dynamopatterns.common.client.ClientSettings;
import io.dynamopatterns.common.client.WriteRegion;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The three tables of one test, in one database for all. */
public record Tables(String coupons, String stock, String redemptions) {
  private static final EmbeddedDynamoDb DYNAMO_DB = EmbeddedDynamoDb.start();

  public static Tables create() {
    String id = UUID.randomUUID().toString();
    Tables tables = new Tables("coupons-" + id, "stock-" + id, "redemptions-" + id);
    DYNAMO_DB
        .client()
        .createTable(
            table ->
                table
                    .tableName(tables.coupons())
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                        List.of(attribute("couponId"), attribute("cell"), attribute("ends")))
                    .keySchema(key("couponId", KeyType.HASH))
                    .globalSecondaryIndexes(
                        GlobalSecondaryIndex.builder()
                            .indexName("byCell")
                            .keySchema(key("cell", KeyType.HASH), key("ends", KeyType.RANGE))
                            .projection(all -> all.projectionType(ProjectionType.ALL))
                            .build()));
    DYNAMO_DB.createTable(tables.stock(), "shard");
    DYNAMO_DB.createTable(tables.redemptions(), "userId", "couponId");
    return tables;
  }

  private static AttributeDefinition attribute(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  public static String endpoint() {
    return DYNAMO_DB.endpoint().toString();
  }

  /** A client that loses nothing. */
  public static DynamoDbClient client() {
    return DYNAMO_DB.client();
  }

  /** A client of a function, with faults. */
  public static DynamoDbClient client(FaultScript faults, ExecutionInterceptor... interceptors) {
    return ClientSettings.apply(
            DynamoDbClient.builder()
                .overrideConfiguration(
                    settings -> List.of(interceptors).forEach(settings::addExecutionInterceptor)))
        .endpointOverride(DYNAMO_DB.endpoint())
        .region(EmbeddedDynamoDb.REGION)
        .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
        .httpClient(
            new FaultyHttpClient(ApacheHttpClient.builder().maxConnections(100).build(), faults))
        .build();
  }

  /** A client of a function in a Region that does not write. */
  public static DynamoDbClient clientThatOnlyReads() {
    return client(FaultScript.none(), new WriteRegion(Region.AP_SOUTH_1));
  }

  /** Removes the items that have expired by this time, as time to live does. */
  public static void expire(String table, String key, Instant time) {
    items(table).stream()
        .filter(item -> Long.parseLong(item.get("expiresAt").n()) <= time.getEpochSecond())
        .forEach(item -> delete(table, key, item));
  }

  /** Removes all items, as time to live does. */
  public static void clear(String table, String key) {
    items(table).forEach(item -> delete(table, key, item));
  }

  private static void delete(String table, String key, Map<String, AttributeValue> item) {
    client().deleteItem(delete -> delete.tableName(table).key(Map.of(key, item.get(key))));
  }

  public static List<Map<String, AttributeValue>> items(String table) {
    return DYNAMO_DB
        .client()
        .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
        .items()
        .stream()
        .toList();
  }
}
