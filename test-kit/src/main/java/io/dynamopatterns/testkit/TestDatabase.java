package io.dynamopatterns.testkit;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.client.ClientSettings;
import io.dynamopatterns.emulator.dynamodb.DynamoDbUsage;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.dynamodb.TableCreator;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * DynamoDB Local for all tests of a module, with a new table for each that asks. It begins with the
 * first use of this class.
 */
public final class TestDatabase {
  /** Batches are sent again at once. */
  public static final Backoff QUICK = new Backoff(8, Duration.ZERO, Duration.ofMillis(2));

  private static final AtomicInteger TABLES = new AtomicInteger();
  private static final SdkHttpClient HTTP = ApacheHttpClient.builder().maxConnections(100).build();

  private static EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start();

  private TestDatabase() {}

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

  /** A new, empty table with these keys, which are strings, and a stream. */
  public static String newTable(String prefix, String... keys) {
    String name = newName(prefix);
    dynamoDb.createTable(name, keys);
    return name;
  }

  /** A new, empty table, as Terraform makes it. */
  public static String newTable(String prefix, Function<String, TableSpec> spec) {
    String name = newName(prefix);
    new TableCreator(client()).create(spec.apply(name));
    return name;
  }

  private static String newName(String prefix) {
    return prefix + '-' + TABLES.incrementAndGet();
  }

  /** A client that sends each request once. */
  public static DynamoDbClient client() {
    return dynamoDb.client();
  }

  /** A client with faults, and with the retries of a deployed function. */
  public static DynamoDbClient client(FaultScript faults) {
    return client(faulty(faults));
  }

  /** A client with the retries of a deployed function. */
  public static DynamoDbClient client(SdkHttpClient http) {
    return client(http, dynamoDb.endpoint());
  }

  /** The same of another endpoint. */
  public static DynamoDbClient client(SdkHttpClient http, URI endpoint) {
    return ClientSettings.apply(DynamoDbClient.builder())
        .endpointOverride(endpoint)
        .region(EmbeddedDynamoDb.REGION)
        .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
        .httpClient(http)
        .build();
  }

  /** A client whose traffic is tallied. */
  public static DynamoDbClient metered(DynamoDbUsage usage) {
    return client(HTTP, dynamoDb.meteredEndpoint(usage));
  }

  /** What a client with faults sends its requests by. */
  public static FaultyHttpClient faulty(FaultScript script) {
    return new FaultyHttpClient(HTTP, script);
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
