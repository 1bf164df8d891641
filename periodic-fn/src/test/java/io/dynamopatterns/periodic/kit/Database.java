package io.dynamopatterns.periodic.kit;

import com.fasterxml.jackson.core.JsonPointer;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.client.ClientSettings;
import io.dynamopatterns.common.ingest.EventPointers;
import io.dynamopatterns.emulator.dynamodb.DynamoDbUsage;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.dynamodb.TableCreator;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.periodic.settings.PeriodicSettings;
import io.dynamopatterns.periodic.table.PeriodsTable;
import java.net.URI;
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
  public static final EmbeddedDynamoDb DYNAMO_DB = EmbeddedDynamoDb.start();

  private static final AtomicInteger TABLES = new AtomicInteger();

  private static final Backoff QUICK = new Backoff(8, Duration.ZERO, Duration.ofMillis(2));
  private static final SdkHttpClient HTTP = ApacheHttpClient.create();

  private Database() {}

  /** A new, empty table, as its Terraform module makes it. */
  public static String newTable() {
    String name = "periods-" + TABLES.incrementAndGet();
    new TableCreator(DYNAMO_DB.client())
        .create(
            new TableSpec(
                name,
                "pk",
                Optional.of("sk"),
                Map.of("pk", "S", "sk", "S", "dueShard", "S", "dueAt", "S"),
                List.of(
                    new TableSpec.Index(
                        "due", "dueShard", Optional.of("dueAt"), "KEYS_ONLY", List.of())),
                List.of(),
                Optional.empty(),
                Optional.empty()));
    return name;
  }

  /** The environment of a test: hourly periods, no grace, two shards. */
  public static PeriodicSettings settings(String table) {
    return settings(table, 60, 0, 2, 0);
  }

  public static PeriodicSettings settings(
      String table, int widthMinutes, int graceSeconds, int shards, int retentionDays) {
    return new PeriodicSettings(
        table,
        "fleet",
        new EventPointers(
            JsonPointer.compile("/client"),
            JsonPointer.compile("/id"),
            JsonPointer.compile("/time"),
            Optional.empty()),
        Duration.ofMinutes(widthMinutes),
        Duration.ofSeconds(graceSeconds),
        shards,
        Optional.of(Duration.ofDays(retentionDays)).filter(days -> !days.isZero()),
        Duration.ofSeconds(60));
  }

  public static PeriodsTable table(String name) {
    return table(DYNAMO_DB.client(), name);
  }

  public static PeriodsTable table(DynamoDbClient client, String name) {
    return PeriodsTable.of(client, name, QUICK);
  }

  public static FaultyHttpClient faulty(FaultScript script) {
    return new FaultyHttpClient(HTTP, script);
  }

  public static DynamoDbClient client(FaultScript script) {
    return client(faulty(script));
  }

  public static DynamoDbClient client(SdkHttpClient http) {
    return client(DYNAMO_DB.endpoint(), http);
  }

  /** A client whose traffic is tallied. */
  public static DynamoDbClient metered(DynamoDbUsage usage) {
    return client(DYNAMO_DB.meteredEndpoint(usage), HTTP);
  }

  private static DynamoDbClient client(URI endpoint, SdkHttpClient http) {
    // With the retries of the deployed functions.
    return ClientSettings.apply(DynamoDbClient.builder())
        .endpointOverride(endpoint)
        .region(EmbeddedDynamoDb.REGION)
        .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
        .httpClient(http)
        .build();
  }

  /** Everything in a table, as it is stored. */
  public static List<Map<String, AttributeValue>> scan(String table) {
    return DYNAMO_DB
        .client()
        .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
        .items()
        .stream()
        .toList();
  }
}
