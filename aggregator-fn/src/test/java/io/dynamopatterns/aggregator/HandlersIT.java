package io.dynamopatterns.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.dynamopatterns.aggregator.collect.GroupCollector;
import io.dynamopatterns.aggregator.count.Counter;
import io.dynamopatterns.aggregator.expire.ExpireFunction;
import io.dynamopatterns.aggregator.kit.Bus;
import io.dynamopatterns.aggregator.kit.Clicks;
import io.dynamopatterns.aggregator.kit.Contexts;
import io.dynamopatterns.aggregator.kit.Database;
import io.dynamopatterns.aggregator.kit.Settings;
import io.dynamopatterns.aggregator.kit.TableRecords;
import io.dynamopatterns.aggregator.publish.Publisher;
import io.dynamopatterns.aggregator.read.AggregatorReadFunction;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.mapping.StreamRecord;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.env.PropertySource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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

  private static final List<JsonNode> PUT = new CopyOnWriteArrayList<>();
  private static HttpServer eventBridge;

  @BeforeAll
  static void startEventBridge() throws IOException {
    eventBridge = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    eventBridge.createContext(
        "/",
        exchange -> {
          JsonNode request =
              Bus.parse(
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          request.get("Entries").forEach(PUT::add);
          byte[] answer =
              "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"1\"},{\"EventId\":\"2\"}]}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    eventBridge.start();
  }

  @AfterAll
  static void stopEventBridge() {
    eventBridge.stop(0);
  }

  @BeforeEach
  void forget() {
    PUT.clear();
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
                      Clicks.clicks().add("ann", 3).add("bob", 2).batch(), Contexts.FIVE_MINUTES)
                  .getBatchItemFailures())
          .isEmpty();
    }
    CountHandler count = start(CountHandler::new, environment);
    List<StreamRecord> events = stream.read();
    for (int delivery = 0; delivery < 2; delivery++) {
      assertThat(
              count
                  .handleRequest(TableRecords.event(events), Contexts.FIVE_MINUTES)
                  .getBatchItemFailures())
          .isEmpty();
    }
    assertThat(
            start(ExpireHandler::new, environment)
                .handleRequest(
                    Map.of("scheduledTime", Instant.now().plus(Duration.ofHours(3)).toString()),
                    Contexts.FIVE_MINUTES))
        .containsEntry("expired", 1L);
    List<StreamRecord> closed =
        stream.read().stream()
            .filter(change -> change.text().matches(".*(COMPLETE|EXPIRED).*"))
            .toList();
    assertThat(
            start(PublishHandler::new, environment)
                .handleRequest(TableRecords.event(closed), Contexts.FIVE_MINUTES)
                .getBatchItemFailures())
        .isEmpty();
    assertThat(PUT)
        .extracting(entry -> entry.get("DetailType").asText())
        .containsExactlyInAnyOrder("AggregateCompleted", "AggregateExpired");
    assertThat(
            start(AggregatorReadHandler::new, environment)
                .handleRequest(Map.of("operation", "show", "group", "ann"), Contexts.FIVE_MINUTES))
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
            Contexts.FIVE_MINUTES);
    start(CountHandler::new, environment)
        .handleRequest(TableRecords.event(new TableRecords(table).read()), Contexts.FIVE_MINUTES);

    AggregatorReadHandler read = start(AggregatorReadHandler::new, environment);
    assertThat(group(read, "ann")).containsEntry("state", "COMPLETE").containsEntry("count", 6L);
    assertThat(group(read, "bob")).containsEntry("state", "COLLECTING").containsEntry("count", 5L);
  }

  @Test
  void withoutAnyRuleNothingThatAsksItStartsAndTheMessageSaysWhatIsMissing() {
    Map<String, String> environment = Settings.count("aggregates", 2);
    environment.remove("AGGREGATOR_RULE_COUNT");
    assertThatNoneStarts(
        environment,
        "AGGREGATOR_RULE_COUNT, AGGREGATOR_RULE_SOURCES and AGGREGATOR_RULE_MATCHES is set",
        List.of(Counter.class, AggregatorReadFunction.class));
  }

  @Test
  void aWrongEnvironmentEndsTheStartAndNamesTheVariable() {
    Map<String, String> environment = Settings.count("aggregates", 2);
    environment.put("AGGREGATOR_GROUP_POINTER", "client");
    assertThatNoneStarts(environment, "AGGREGATOR_GROUP_POINTER", STARTED);
  }

  private static Map<String, Object> group(AggregatorReadHandler read, String group) {
    return read.handleRequest(Map.of("operation", "show", "group", group), Contexts.FIVE_MINUTES);
  }

  /** What a handler makes first; made alone, it logs no stack traces into the build's output. */
  private static void assertThatNoneStarts(
      Map<String, String> variables, String message, List<Class<?>> parts) {
    try (ApplicationContext context = context(variables).start()) {
      assertThat(parts)
          .allSatisfy(
              part ->
                  assertThatThrownBy(() -> context.getBean(part)).hasStackTraceContaining(message));
    }
  }

  private static <T> T start(Supplier<T> handler, Map<String, String> variables) {
    return PatternHandler.with(context(variables), handler);
  }

  private static ApplicationContextBuilder context(Map<String, String> variables) {
    Map<String, Object> environment = new HashMap<>(variables);
    environment.put("AWS_REGION", "us-east-1");
    String eventBridgeUrl = "http://127.0.0.1:" + eventBridge.getAddress().getPort();
    return PatternHandler.contextBuilder()
        .environmentPropertySource(false)
        .propertySources(
            PropertySource.of(
                "env",
                environment,
                PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE,
                PropertySource.Origin.of("test")),
            PropertySource.of(
                "local",
                Map.of(
                    "aws.services.dynamodb.endpoint-override",
                    Database.dynamoDb().endpoint().toString(),
                    "aws.services.eventbridge.endpoint-override",
                    eventBridgeUrl,
                    "aws.accessKeyId",
                    "local",
                    "aws.secretKey",
                    "local")));
  }
}
