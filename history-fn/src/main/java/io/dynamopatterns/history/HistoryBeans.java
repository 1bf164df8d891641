package io.dynamopatterns.history;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.history.backfill.BackfillFunction;
import io.dynamopatterns.history.read.ReadFunction;
import io.dynamopatterns.history.record.Recorder;
import io.dynamopatterns.history.restore.RestoreFunction;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Puts the functions together. */
@Factory
final class HistoryBeans {
  /** On top of the SDK's own retries, for single statements and longer disturbances. */
  private static final Backoff WRITES =
      new Backoff(8, Duration.ofMillis(50), Duration.ofSeconds(2));

  @Singleton
  HistorySettings settings(Variables variables) {
    return HistorySettings.of(variables);
  }

  @Singleton
  HistoryTable historyTable(DynamoDbClient client, HistorySettings settings) {
    return new HistoryTable(
        client, settings.table(), settings.retention(), WRITES, Clock.systemUTC());
  }

  @Singleton
  Recorder recorder(HistoryTable table, HistorySettings settings) {
    return new Recorder(table, settings);
  }

  @Singleton
  ReadFunction readFunction(HistoryTable table) {
    return new ReadFunction(table);
  }

  @Singleton
  RestoreFunction restoreFunction(
      DynamoDbClient client, HistorySettings settings, HistoryTable table) {
    return new RestoreFunction(client, settings, table, Clock.systemUTC());
  }

  @Singleton
  BackfillFunction backfillFunction(
      DynamoDbClient client, HistorySettings settings, HistoryTable table) {
    return new BackfillFunction(client, settings, table, Clock.systemUTC());
  }
}
