package io.dynamopatterns.periodic;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.periodic.close.CloseFunction;
import io.dynamopatterns.periodic.collect.PeriodCollector;
import io.dynamopatterns.periodic.kit.Database;
import io.dynamopatterns.periodic.kit.Event;
import io.dynamopatterns.periodic.kit.Fleet;
import io.dynamopatterns.periodic.kit.Records;
import io.dynamopatterns.periodic.read.PeriodicReadFunction;
import io.dynamopatterns.testkit.LambdaContexts;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.PutEventsServer;
import io.dynamopatterns.testkit.TestHandlers;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The handlers with their whole application context, and the environment as Lambda gives it. */
class HandlersIT {
  /** What the handlers have injected. */
  private static final List<Class<?>> STARTED =
      List.of(PeriodCollector.class, CloseFunction.class, PeriodicReadFunction.class);

  @Test
  void eventsAreCollectedClosedAndRead() throws IOException {
    Map<String, Object> environment = environment(Database.newTable());
    List<Event> events =
        List.of(
            Event.of("ada", "e1", "2026-11-20T10:10:00Z"),
            Event.of("bob", "e2", "2026-11-20T10:20:00Z"));
    try (PutEventsServer bus = PutEventsServer.start()) {
      PeriodicCollectHandler collect = start(PeriodicCollectHandler::new, environment, bus);
      for (int delivery = 0; delivery < 2; delivery++) {
        assertThat(
                LoggedRun.failures(
                    collect.handleRequest(Records.of(events).batch(), LambdaContexts.FIVE_MINUTES)))
            .isEmpty();
      }
      assertThat(
              start(CloseHandler::new, environment, bus)
                  .handleRequest(
                      Map.of("scheduledTime", "2026-11-20T11:05:00Z"), LambdaContexts.FIVE_MINUTES))
          .containsEntry("closed", 1)
          .containsEntry("digests", 2L);
      assertThat(bus.bodies())
          .as("PeriodClosed follows its digests in a request of its own")
          .satisfiesExactly(
              digests ->
                  assertThat(digests)
                      .contains("DigestReady", "dynamopatterns.periodic", "shop-fleet")
                      .doesNotContain("PeriodClosed"),
              closed ->
                  assertThat(closed)
                      .contains("PeriodClosed", "dynamopatterns.periodic", "shop-fleet"));
      assertThat(
              Fleet.entries(
                  start(PeriodicReadHandler::new, environment, bus)
                      .handleRequest(
                          Map.of(
                              "operation", "members",
                              "period", "2026-11-20T10:00Z",
                              "group", "ada"),
                          LambdaContexts.FIVE_MINUTES),
                  "members"))
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "PERIODIC_TABLE | - | environment variable PERIODIC_TABLE is not set; allowed: the name of a DynamoDB table, 3 to 255 characters",
        "PERIODIC_EVENT_BUS | - | environment variable PERIODIC_EVENT_BUS is not set; allowed: the name or ARN of an event bus",
        "PERIODIC_GROUP_POINTER | client | environment variable PERIODIC_GROUP_POINTER is 'client'; allowed: a JSON Pointer to a field of the event, such as /user/id",
        "PERIODIC_WIDTH_MINUTES | 0 | environment variable PERIODIC_WIDTH_MINUTES is '0'; allowed: 1 to 1440 minutes that divide a day",
        "PERIODIC_WIDTH_MINUTES | 7 | environment variable PERIODIC_WIDTH_MINUTES is '7'; allowed: 1 to 1440 minutes that divide a day",
        "PERIODIC_WIDTH_MINUTES | 1h | environment variable PERIODIC_WIDTH_MINUTES is '1h'; allowed: 1 to 1440 minutes that divide a day",
        "PERIODIC_GRACE_SECONDS | 604801 | environment variable PERIODIC_GRACE_SECONDS is '604801'; allowed: 0 to 604800 seconds",
        "PERIODIC_SHARDS | 0 | environment variable PERIODIC_SHARDS is '0'; allowed: 1 to 128",
        "PERIODIC_LEASE_SECONDS | 5 | environment variable PERIODIC_LEASE_SECONDS is '5'; allowed: 10 to 3600 seconds",
        "PERIODIC_RETENTION_DAYS | -1 | environment variable PERIODIC_RETENTION_DAYS is '-1'; allowed: 0 (for ever) or 1 to 36500 days",
      })
  void aWrongEnvironmentEndsTheStartAndNamesTheVariable(
      String variable, String value, String message) {
    Map<String, Object> environment = environment("periods");
    environment.remove(variable);
    if (value != null) {
      environment.put(variable, value);
    }
    TestHandlers.assertThatNoneStarts(environment, message, STARTED);
  }

  private static <T> T start(
      Supplier<T> handler, Map<String, Object> environment, PutEventsServer bus) {
    return TestHandlers.start(handler, environment, Map.of("eventbridge", bus.endpoint()));
  }

  private static Map<String, Object> environment(String table) {
    Map<String, Object> environment = new HashMap<>();
    environment.put("PERIODIC_TABLE", table);
    environment.put("PERIODIC_EVENT_BUS", "shop-fleet");
    environment.put("PERIODIC_GROUP_POINTER", "/client");
    environment.put("PERIODIC_WIDTH_MINUTES", "60");
    return environment;
  }
}
