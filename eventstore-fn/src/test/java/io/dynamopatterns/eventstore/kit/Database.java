package io.dynamopatterns.eventstore.kit;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.client.ClientSettings;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** DynamoDB Local for all tests of this module, with new tables for each that asks. */
public final class Database {
  public static final EmbeddedDynamoDb DYNAMO_DB = EmbeddedDynamoDb.start();
  public static final Backoff QUICK = new Backoff(8, Duration.ZERO, Duration.ofMillis(2));

  private static final AtomicInteger TABLES = new AtomicInteger();
  private static final SdkHttpClient HTTP = ApacheHttpClient.builder().maxConnections(100).build();

  private Database() {}

  public static DynamoDbClient client() {
    return DYNAMO_DB.client();
  }

  /** A new table with this key of text, and no stream: nothing reads one. */
  public static String newTable(String... keys) {
    String name = "events-" + TABLES.incrementAndGet();
    List<KeySchemaElement> schema = new ArrayList<>();
    List<AttributeDefinition> attributes = new ArrayList<>();
    for (String key : keys) {
      KeyType type = schema.isEmpty() ? KeyType.HASH : KeyType.RANGE;
      schema.add(KeySchemaElement.builder().attributeName(key).keyType(type).build());
      attributes.add(
          AttributeDefinition.builder()
              .attributeName(key)
              .attributeType(ScalarAttributeType.S)
              .build());
    }
    client()
        .createTable(
            create ->
                create
                    .tableName(name)
                    .keySchema(schema)
                    .attributeDefinitions(attributes)
                    .billingMode(BillingMode.PAY_PER_REQUEST));
    return name;
  }

  public static FaultyHttpClient faulty(FaultScript script) {
    return new FaultyHttpClient(HTTP, script);
  }

  public static DynamoDbClient client(FaultyHttpClient http) {
    return client(http, DYNAMO_DB.endpoint());
  }

  /** A client of an endpoint that meters its traffic. */
  public static DynamoDbClient client(URI endpoint) {
    return client(faulty(FaultScript.none()), endpoint);
  }

  private static DynamoDbClient client(FaultyHttpClient http, URI endpoint) {
    return ClientSettings.apply(DynamoDbClient.builder())
        .endpointOverride(endpoint)
        .region(EmbeddedDynamoDb.REGION)
        .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
        .httpClient(http)
        .build();
  }

  /** Everything in a table, as it is stored. */
  public static List<Map<String, AttributeValue>> scan(String table) {
    return client()
        .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
        .items()
        .stream()
        .toList();
  }
}
