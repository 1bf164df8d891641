package io.dynamopatterns.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.emulator.kinesis.KinesisEndpoint;
import io.dynamopatterns.fanout.deliver.Deliverer;
import io.dynamopatterns.fanout.dispatch.Dispatcher;
import io.dynamopatterns.fanout.kit.FakeSqs;
import io.dynamopatterns.fanout.kit.Histories;
import io.dynamopatterns.fanout.kit.Messages;
import io.dynamopatterns.fanout.kit.QueueEvents;
import io.dynamopatterns.fanout.kit.Servers;
import io.dynamopatterns.fanout.kit.SourceTable;
import io.dynamopatterns.fanout.kit.Subscribers;
import io.dynamopatterns.fanout.replay.ReplayFunction;
import io.dynamopatterns.fanout.settings.Subscriber;
import io.dynamopatterns.fanout.settings.SubscriberTarget;
import io.dynamopatterns.testkit.LambdaContexts;
import io.dynamopatterns.testkit.TestHandlers;
import java.time.Clock;
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
      List.of(Dispatcher.class, Deliverer.class, ReplayFunction.class);

  private static final Subscriber ALL = Subscribers.queue("handlers-all");
  private static final Subscriber ERRORS = Subscribers.queue("handlers-errors", Subscribers.ERRORS);
  private static final Subscriber STREAM =
      Subscribers.subscriber(
          "handlers-stream", new SubscriberTarget(SubscriberTarget.Type.STREAM, "changes"));
  private static final EmbeddedKinesisStream CHANGES =
      new EmbeddedKinesisStream("changes", 1, Clock.systemUTC());
  private static final KinesisEndpoint KINESIS = KinesisEndpoint.start(List.of(CHANGES));

  /** The variables are the fan-out's alone: of the history it has the classes, not the beans. */
  @Test
  void aChangeIsDispatchedDeliveredReplayedAndRedriven() {
    List.of(ALL, ERRORS, STREAM).forEach(Servers::createQueues);
    SourceTable pages = new SourceTable();
    pages.put("/a", 200);
    pages.put("/a", 404);
    String history = Histories.newTable();
    Histories.record(history, pages.event());
    Map<String, Object> environment = environment(ALL, ERRORS, STREAM);
    environment.put("FANOUT_HISTORY_TABLE", history);

    assertThat(
            start(DispatchHandler::new, environment)
                .handleRequest(pages.event(), LambdaContexts.FIVE_MINUTES)
                .getBatchItemFailures())
        .isEmpty();
    assertThat(Messages.consumed(Servers.bodies(ALL.queue())))
        .isEqualTo(Messages.expected(pages.changes()));
    assertThat(Servers.bodies(ERRORS.queue())).hasSize(1);

    List<FakeSqs.Queued> queued =
        Servers.bodies(STREAM.queue()).stream()
            .map(body -> new FakeSqs.Queued("g", "d", body))
            .toList();
    assertThat(
            start(DeliverHandler::new, environment)
                .handleRequest(QueueEvents.of(STREAM, queued), LambdaContexts.FIVE_MINUTES)
                .getBatchItemFailures())
        .isEmpty();
    assertThat(CHANGES.shards().getFirst().read(0, 10)).hasSize(2);

    ReplayHandler replay = start(ReplayHandler::new, environment);
    assertThat(
            replay.handleRequest(
                Map.of(
                    "operation",
                    "replay",
                    "subscriber",
                    ERRORS.name(),
                    "replay",
                    "again",
                    "key",
                    Map.of("path", Map.of("S", "/a"))),
                LambdaContexts.FIVE_MINUTES))
        .containsEntry("sent", 1L)
        .containsEntry("done", true);
    assertThat(Servers.bodies(ERRORS.queue())).hasSize(2);
    assertThat(
            replay.handleRequest(
                Map.of("operation", "redrive", "subscriber", ERRORS.name()),
                LambdaContexts.FIVE_MINUTES))
        .containsEntry("started", true);
    assertThatThrownBy(() -> replay.handleRequest(Map.of(), LambdaContexts.FIVE_MINUTES))
        .isInstanceOf(BadRequestException.class)
        .hasMessage("bad request: 'operation' is missing: it must be one of replay, redrive");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "FANOUT_TABLE | - | environment variable FANOUT_TABLE is not set; allowed: the name of a DynamoDB table, 3 to 255 characters",
        "FANOUT_HISTORY_TABLE | a/b | environment variable FANOUT_HISTORY_TABLE is 'a/b'; allowed: the name of a DynamoDB table, 3 to 255 characters",
        "FANOUT_SUBSCRIBERS | - | environment variable FANOUT_SUBSCRIBERS is not set; allowed: base64gzip(jsonencode({ <name> = { … } }))",
        "FANOUT_SUBSCRIBERS | {} | environment variable FANOUT_SUBSCRIBERS cannot be read",
      })
  void aWrongEnvironmentEndsTheStartAndNamesTheVariable(
      String variable, String value, String message) {
    Map<String, Object> environment = environment(ALL);
    environment.remove(variable);
    if (value != null) {
      environment.put(variable, value);
    }
    TestHandlers.assertThatNoneStarts(environment, message, STARTED);
  }

  @Test
  void aFilterThatIsNoneEndsTheStart() {
    TestHandlers.assertThatNoneStarts(
        environment(Subscribers.queue("all", "{\"dynamodb\":\"x\"}")),
        "the filter {\"dynamodb\":\"x\"} of subscriber all is not a pattern of EventBridge",
        List.of(Dispatcher.class));
  }

  private static <T> T start(Supplier<T> handler, Map<String, Object> environment) {
    return TestHandlers.start(
        handler, environment, Map.of("sqs", Servers.SQS.endpoint(), "kinesis", KINESIS.endpoint()));
  }

  private static Map<String, Object> environment(Subscriber... subscribers) {
    Map<String, Object> environment = new HashMap<>();
    environment.put("FANOUT_TABLE", SourceTable.NAME);
    environment.put("FANOUT_SUBSCRIBERS", Subscribers.variable(List.of(subscribers)));
    return environment;
  }
}
