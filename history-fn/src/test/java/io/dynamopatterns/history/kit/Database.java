package io.dynamopatterns.history.kit;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.client.AttemptReports;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** DynamoDB Local for all tests of this module, with a new table for each that asks. */
public final class Database {
  public static final EmbeddedDynamoDb DYNAMO_DB = EmbeddedDynamoDb.start();

  private static final AtomicInteger TABLES = new AtomicInteger();
  private static final Backoff QUICK = new Backoff(8, Duration.ZERO, Duration.ofMillis(2));

  private Database() {}

  public static DynamoDbClient client() {
    return DYNAMO_DB.client();
  }

  /** A new, empty history table. */
  public static String newHistory() {
    String name = "history-" + TABLES.incrementAndGet();
    DYNAMO_DB.createTable(name, "pk", "sk");
    return name;
  }

  /** A new, empty source table with this key. */
  public static String newSource(String... keys) {
    String name = "source-" + TABLES.incrementAndGet();
    DYNAMO_DB.createTable(name, keys);
    return name;
  }

  public static FaultyHttpClient faulty(FaultScript script) {
    return new FaultyHttpClient(ApacheHttpClient.create(), script);
  }

  /** A client with the attempts of a function's, which does not wait between them. */
  public static DynamoDbClient client(FaultyHttpClient http) {
    return DynamoDbClient.builder()
        .endpointOverride(DYNAMO_DB.endpoint())
        .region(EmbeddedDynamoDb.REGION)
        .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
        .httpClient(http)
        .overrideConfiguration(
            settings ->
                settings
                    .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .backoffStrategy(BackoffStrategy.retryImmediately())
                            .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                            .build())
                    .addExecutionInterceptor(new AttemptReports()))
        .build();
  }

  public static HistoryTable history(DynamoDbClient client, HistorySettings settings) {
    return history(client, settings, Clock.systemUTC());
  }

  public static HistoryTable history(DynamoDbClient client, HistorySettings settings, Clock clock) {
    return new HistoryTable(client, settings.table(), settings.retention(), QUICK, clock);
  }

  public static HistorySettings settings(String table) {
    return settings(table, "NEW_AND_OLD", "0");
  }

  public static HistorySettings settings(String table, String images, String retentionDays) {
    return HistorySettings.of(
        Variables.of(
            Map.of(
                "HISTORY_TABLE", table,
                "HISTORY_IMAGES", images,
                "HISTORY_RETENTION_DAYS", retentionDays)));
  }

  /** Everything in a table, as it is stored. */
  public static List<Map<String, AttributeValue>> scan(String table) {
    return client()
        .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
        .items()
        .stream()
        .toList();
  }

  /**
   * What the writes of these items cost, as DynamoDB itself counts. DynamoDB Local does not count
   * PartiQL, so they are written once more, plainly.
   */
  public static double writeUnits(List<Map<String, AttributeValue>> items) {
    String scratch = newHistory();
    return items.stream()
        .mapToDouble(
            item ->
                client()
                    .putItem(
                        put ->
                            put.tableName(scratch)
                                .item(item)
                                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
                    .consumedCapacity()
                    .capacityUnits())
        .sum();
  }
}
