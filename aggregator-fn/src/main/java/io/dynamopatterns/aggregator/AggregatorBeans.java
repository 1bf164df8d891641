package io.dynamopatterns.aggregator;

import io.dynamopatterns.aggregator.collect.GroupCollector;
import io.dynamopatterns.aggregator.count.Counter;
import io.dynamopatterns.aggregator.count.GroupCounter;
import io.dynamopatterns.aggregator.expire.ExpireFunction;
import io.dynamopatterns.aggregator.publish.Publisher;
import io.dynamopatterns.aggregator.publish.RoundEvents;
import io.dynamopatterns.aggregator.read.AggregatorReadFunction;
import io.dynamopatterns.aggregator.round.Fold;
import io.dynamopatterns.aggregator.rule.CompletionRule;
import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.aggregator.table.AggregatesTable;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.settings.Variables;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Puts the functions together. */
@Factory
final class AggregatorBeans {
  @Singleton
  AggregatorSettings settings(Variables variables) {
    return AggregatorSettings.of(variables);
  }

  @Singleton
  AggregatesTable aggregatesTable(DynamoDbClient client, AggregatorSettings settings) {
    return new AggregatesTable(
        client,
        settings.table(),
        settings.indexShards(),
        settings.retention(),
        Backoff.WRITES,
        Clock.systemUTC());
  }

  @Singleton
  GroupCollector collector(AggregatesTable table, AggregatorSettings settings) {
    return new GroupCollector(table, settings);
  }

  /** A rule of the user's own takes its place. */
  @Singleton
  @Requires(missingBeans = CompletionRule.class)
  CompletionRule configuredRule(AggregatorSettings settings) {
    return settings.rule();
  }

  @Singleton
  Counter counter(AggregatesTable table, CompletionRule rule, AggregatorSettings settings) {
    return new Counter(
        table,
        new GroupCounter(table, new Fold(rule, settings.afterCompletion())),
        rule.readsWholeEvents());
  }

  @Singleton
  Publisher publisher(
      AggregatesTable table, EventBridgeClient eventBridge, AggregatorSettings settings) {
    return new Publisher(
        new RoundEvents(table), new EventPublisher(eventBridge, settings.eventBus()));
  }

  @Singleton
  ExpireFunction expireFunction(AggregatesTable table, AggregatorSettings settings) {
    return new ExpireFunction(table, settings.expireAfter());
  }

  @Singleton
  AggregatorReadFunction readFunction(AggregatesTable table, CompletionRule rule) {
    return new AggregatorReadFunction(table, rule);
  }
}
