package io.dynamopatterns.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.aggregator.collect.GroupCollector;
import io.dynamopatterns.aggregator.count.Counter;
import io.dynamopatterns.aggregator.expire.ExpireFunction;
import io.dynamopatterns.aggregator.kit.Clicks;
import io.dynamopatterns.aggregator.kit.Database;
import io.dynamopatterns.aggregator.kit.Settings;
import io.dynamopatterns.aggregator.kit.TableRecords;
import io.dynamopatterns.aggregator.publish.Publisher;
import io.dynamopatterns.aggregator.read.AggregatorReadFunction;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.testkit.LambdaContexts;
import io.dynamopatterns.testkit.PutEventsServer;
import io.dynamopatterns.testkit.TestHandlers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The handlers with their whole application context, and the environment as Lambda gives it. */
class HandlersIT {
  /** What the handlers have injected. */
  private static final List<Class<?>> STARTED =
      List.of(
          GroupCollector.class,
          Counter.class,
          ExpireFunction.class,
          Publisher.class,
          AggregatorReadFunction.class);

  private static PutEventsServer bus;

  @BeforeAll
  static void startBus() throws IOException {
    bus = PutEventsServer.start();
  }

  @AfterAll
  static void stopBus() {
    bus.close();
  }

  @Test
  void eventsAreCollectedCountedExpiredPublishedAndRead() {
    String table = Database.newTable();
    Map<String, String> environment = Settings.count(table, 3);
    environment.put("AGGREGATOR_EXPIRE_AFTER_HOURS", "1");
    TableRecords stream = new TableRecords(table);

    AggregatorCollectHandler collect = start(AggregatorCollectHandler::new, environment);
    for (int delivery = 0; delivery < 2; delivery++) {
      assertThat(
              collect
                  .handleRequest(
                      Clicks.clicks().add("ann", 3).add("bob", 2).batch(),
                      LambdaContexts.FIVE_MINUTES)
                  .getBatchItemFailures())
          .isEmpty();
    }
    CountHandler count = start(CountHandler::new, environment);
    List<SourceRecord> events = stream.read();
    for (int delivery = 0; delivery < 2; delivery++) {
      assertThat(
              count
                  .handleRequest(TableRecords.event(events), LambdaContexts.FIVE_MINUTES)
                  .getBatchItemFailures())
          .isEmpty();
    }
    assertThat(
            start(ExpireHandler::new, environment)
                .handleRequest(
                    Map.of("scheduledTime", Instant.now().plus(Duration.ofHours(3)).toString()),
                    LambdaContexts.FIVE_MINUTES))
        .containsEntry("expired", 1L);
    List<SourceRecord> closed =
        stream.read().stream()
            .filter(change -> change.text().matches(".*(COMPLETE|EXPIRED).*"))
            .toList();
    assertThat(
            start(PublishHandler::new, environment)
                .handleRequest(TableRecords.event(closed), LambdaContexts.FIVE_MINUTES)
                .getBatchItemFailures())
        .isEmpty();
    assertThat(bus.detailTypes())
        .containsExactlyInAnyOrder("AggregateCompleted", "AggregateExpired");
    assertThat(
            start(AggregatorReadHandler::new, environment)
                .handleRequest(
                    Map.of("operation", "show", "group", "ann"), LambdaContexts.FIVE_MINUTES))
        .containsEntry("state", "COMPLETE");
  }

  @Test
  void aRuleOfTheUsersOwnTakesThePlaceOfTheConfiguredOne() {
    String table = Database.newTable();
    Map<String, String> environment = Settings.count(table, 2);
    environment.remove("AGGREGATOR_RULE_COUNT");
    environment.put("CHECKOUT_RULE", "true");
    start(AggregatorCollectHandler::new, environment)
        .handleRequest(
            Clicks.clicks()
                .add("ann", 5)
                .addRaw(
                    "{\"id\":\"6\",\"client\":\"ann\",\"time\":\"2026-11-20T10:00:00Z\",\"path\":\"/checkout\"}")
                .add("bob", 5)
                .batch(),
            LambdaContexts.FIVE_MINUTES);
    start(CountHandler::new, environment)
        .handleRequest(
            TableRecords.event(new TableRecords(table).read()), LambdaContexts.FIVE_MINUTES);

    AggregatorReadHandler read = start(AggregatorReadHandler::new, environment);
    assertThat(group(read, "ann")).containsEntry("state", "COMPLETE").containsEntry("count", 6L);
    assertThat(group(read, "bob")).containsEntry("state", "COLLECTING").containsEntry("count", 5L);
  }

  @Test
  void withoutAnyRuleNothingThatAsksItStartsAndTheMessageSaysWhatIsMissing() {
    Map<String, String> environment = Settings.count("aggregates", 2);
    environment.remove("AGGREGATOR_RULE_COUNT");
    TestHandlers.assertThatNoneStarts(
        environment,
        "AGGREGATOR_RULE_COUNT, AGGREGATOR_RULE_SOURCES and AGGREGATOR_RULE_MATCHES is set",
        List.of(Counter.class, AggregatorReadFunction.class));
  }

  @Test
  void aWrongEnvironmentEndsTheStartAndNamesTheVariable() {
    Map<String, String> environment = Settings.count("aggregates", 2);
    environment.put("AGGREGATOR_GROUP_POINTER", "client");
    TestHandlers.assertThatNoneStarts(environment, "AGGREGATOR_GROUP_POINTER", STARTED);
  }

  private static Map<String, Object> group(AggregatorReadHandler read, String group) {
    return read.handleRequest(
        Map.of("operation", "show", "group", group), LambdaContexts.FIVE_MINUTES);
  }

  private static <T> T start(Supplier<T> handler, Map<String, String> variables) {
    return TestHandlers.start(handler, variables, Map.of("eventbridge", bus.endpoint()));
  }
}
