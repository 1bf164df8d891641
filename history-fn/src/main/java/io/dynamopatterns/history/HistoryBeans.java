package io.dynamopatterns.history;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.history.backfill.BackfillFunction;
import io.dynamopatterns.history.read.HistoryReadFunction;
import io.dynamopatterns.history.record.Recorder;
import io.dynamopatterns.history.restore.RestoreFunction;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Puts the functions together. */
@Factory
final class HistoryBeans {
  @Singleton
  HistorySettings settings(Variables variables) {
    return HistorySettings.of(variables);
  }

  @Singleton
  HistoryTable historyTable(DynamoDbClient client, HistorySettings settings) {
    return new HistoryTable(
        client, settings.table(), settings.retention(), Backoff.WRITES, Clock.systemUTC());
  }

  @Singleton
  Recorder recorder(HistoryTable table, HistorySettings settings) {
    return new Recorder(table, settings);
  }

  @Singleton
  HistoryReadFunction readFunction(HistoryTable table) {
    return new HistoryReadFunction(table);
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
