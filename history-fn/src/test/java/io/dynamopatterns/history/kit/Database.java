package io.dynamopatterns.history.kit;

import io.dynamopatterns.common.client.AttemptReports;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** Tables of histories and their sources, a new one for each test that asks. */
public final class Database {
  private Database() {}

  /** A new, empty history table. */
  public static String newHistory() {
    return TestDatabase.newTable("history", "pk", "sk");
  }

  /** A new, empty source table with this key. */
  public static String newSource(String... keys) {
    return TestDatabase.newTable("source", keys);
  }

  /** A client with the attempts of a function's, which does not wait between them. */
  public static DynamoDbClient client(FaultyHttpClient http) {
    return DynamoDbClient.builder()
        .endpointOverride(TestDatabase.dynamoDb().endpoint())
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
    return new HistoryTable(
        client, settings.table(), settings.retention(), TestDatabase.QUICK, clock);
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

  /**
   * What the writes of these items cost, as DynamoDB itself counts. DynamoDB Local does not count
   * PartiQL, so they are written once more, plainly.
   */
  public static double writeUnits(List<Map<String, AttributeValue>> items) {
    String scratch = newHistory();
    return items.stream()
        .mapToDouble(
            item ->
                TestDatabase.client()
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
