package io.dynamopatterns.periodic;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.periodic.close.CloseFunction;
import io.dynamopatterns.periodic.collect.PeriodCollector;
import io.dynamopatterns.periodic.read.PeriodicReadFunction;
import io.dynamopatterns.periodic.settings.PeriodicSettings;
import io.dynamopatterns.periodic.table.PeriodsTable;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Puts the functions together. */
@Factory
final class PeriodicBeans {
  /** 16 KB of manifest, and a second of work. */
  private static final int PAGE_EVENTS = 1000;

  @Singleton
  PeriodicSettings settings(Variables variables) {
    return PeriodicSettings.of(variables);
  }

  @Singleton
  PeriodsTable periodsTable(DynamoDbClient client, PeriodicSettings settings) {
    return PeriodsTable.of(client, settings.table(), Backoff.WRITES);
  }

  @Singleton
  PeriodCollector collector(PeriodsTable table, PeriodicSettings settings) {
    return new PeriodCollector(table, settings, Clock.systemUTC());
  }

  @Singleton
  CloseFunction closeFunction(
      PeriodsTable table, EventBridgeClient bus, PeriodicSettings settings) {
    return new CloseFunction(
        table,
        new EventPublisher(bus, settings.eventBus()),
        settings.lease(),
        PAGE_EVENTS,
        Clock.systemUTC());
  }

  @Singleton
  PeriodicReadFunction readFunction(PeriodsTable table) {
    return new PeriodicReadFunction(table, Clock.systemUTC());
  }
}
