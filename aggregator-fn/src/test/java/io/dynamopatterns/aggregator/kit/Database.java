package io.dynamopatterns.aggregator.kit;

import io.dynamopatterns.aggregator.table.AggregatesTable;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.client.ClientSettings;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.dynamodb.TableCreator;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** DynamoDB Local for all tests of this module, with a new table for each that asks. */
public final class Database {
  public static final int INDEX_SHARDS = 4;

  private static final AtomicInteger TABLES = new AtomicInteger();
  private static final Backoff QUICK = new Backoff(8, Duration.ZERO, Duration.ofMillis(2));

  private static EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start();

  private Database() {}

  /** The database of the tests that run now. */
  public static EmbeddedDynamoDb dynamoDb() {
    return dynamoDb;
  }

  /**
   * Another database takes its place, for tests with very many records: by those of one table
   * DynamoDB Local gets slow for all.
   */
  public static void startAnew() {
    dynamoDb.close();
    dynamoDb = EmbeddedDynamoDb.start();
  }

  /** A new, empty table of aggregates, as Terraform makes it. */
  public static String newTable() {
    return newTable(true);
  }

  /** One without an index, to tell what the index costs. */
  public static String newTable(boolean indexed) {
    String name = "aggregates-" + TABLES.incrementAndGet();
    TableSpec.Index open =
        new TableSpec.Index("open", "openShard", Optional.of("openSince"), "KEYS_ONLY", List.of());
    new TableCreator(dynamoDb.client())
        .create(
            new TableSpec(
                name,
                "pk",
                Optional.of("sk"),
                indexed
                    ? Map.of("pk", "S", "sk", "S", "openShard", "S", "openSince", "S")
                    : Map.of("pk", "S", "sk", "S"),
                indexed ? List.of(open) : List.of(),
                List.of(),
                Optional.of("NEW_AND_OLD_IMAGES"),
                Optional.empty()));
    return name;
  }

  public static DynamoDbClient client() {
    return dynamoDb.client();
  }

  /** A client with the retries of a function's. */
  public static DynamoDbClient client(SdkHttpClient http, URI endpoint) {
    return ClientSettings.apply(DynamoDbClient.builder())
        .endpointOverride(endpoint)
        .region(EmbeddedDynamoDb.REGION)
        .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
        .httpClient(http)
        .build();
  }

  /** A client with faults. */
  public static DynamoDbClient client(FaultScript faults) {
    return client(new FaultyHttpClient(ApacheHttpClient.create(), faults), dynamoDb.endpoint());
  }

  public static AggregatesTable table(DynamoDbClient client, String name) {
    return table(client, name, Duration.ZERO, Clock.systemUTC());
  }

  public static AggregatesTable table(
      DynamoDbClient client, String name, Duration retention, Clock clock) {
    return new AggregatesTable(client, name, INDEX_SHARDS, retention, QUICK, clock);
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
