package io.dynamopatterns.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.emulator.mapping.TableStreamSource;
import io.dynamopatterns.eventstore.settings.EventStoreSettings;
import io.dynamopatterns.processor.kit.FakeS3;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.read.ProcessorReadFunction;
import io.dynamopatterns.processor.run.WorkStream;
import io.dynamopatterns.processor.settings.ProcessorSettings;
import io.dynamopatterns.processor.submit.SubmitFunction;
import io.dynamopatterns.processor.sweep.SweepFunction;
import io.dynamopatterns.processor.worker.Workers;
import io.dynamopatterns.testkit.LambdaContexts;
import io.dynamopatterns.testkit.TestDatabase;
import io.dynamopatterns.testkit.TestHandlers;
import io.micronaut.context.ApplicationContext;
import java.nio.charset.StandardCharsets;
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
      List.of(
          SubmitFunction.class, WorkStream.class, ProcessorReadFunction.class, SweepFunction.class);

  @Test
  void anObjectIsSubmittedRunAndShown() {
    byte[] content = "one\ntwo\n".getBytes(StandardCharsets.UTF_8);
    Fleet.s3().put("logs", "handlers", content);
    String id = "lines-to-kinesis:s3://logs/handlers@" + FakeS3.etag(content);
    try (Fleet fleet = new Fleet()) {
      assertThat(
              start(SubmitHandler::new, fleet)
                  .handleRequest(
                      Map.of("object", "s3://logs/handlers"), LambdaContexts.FIVE_MINUTES))
          .containsEntry("submitted", 1L);
      assertThat(
              start(RunHandler::new, fleet)
                  .handleRequest(firstRecord(fleet), LambdaContexts.FIVE_MINUTES)
                  .getBatchItemFailures())
          .isEmpty();
      assertThat(fleet.delivered()).hasSize(2);
      assertThat(
              start(ProcessorReadHandler::new, fleet)
                  .handleRequest(
                      Map.of("operation", "show", "id", id), LambdaContexts.FIVE_MINUTES))
          .containsEntry("state", "DONE");
      assertThat(
              start(SweepHandler::new, fleet)
                  .handleRequest(
                      Map.of("scheduledTime", "2026-11-20T10:00:00Z"), LambdaContexts.FIVE_MINUTES))
          .containsEntry("done", true);
    }
  }

  @Test
  void aBadRequestEndsTheInvocationWithItsMessage() {
    try (Fleet fleet = new Fleet()) {
      ProcessorReadHandler handler = start(ProcessorReadHandler::new, fleet);
      assertThatThrownBy(() -> handler.handleRequest(Map.of(), LambdaContexts.FIVE_MINUTES))
          .isInstanceOf(BadRequestException.class)
          .hasMessage(
              "bad request: 'operation' is missing: it must be one of list, show, rejected, retry, cancel, pause, resume");
    }
  }

  @Test
  void theEventStoreIsALibraryThatNeedsNoVariables() {
    try (ApplicationContext context = TestHandlers.context(environment("work"), Map.of()).start()) {
      assertThat(context.containsBean(ProcessorSettings.class)).isTrue();
      assertThat(context.containsBean(EventStoreSettings.class)).isFalse();
    }
  }

  @Test
  void withAnEventStoreThereIsAWorkerForItsPlayback() {
    Map<String, Object> environment = environment("work");
    environment.put("PROCESSOR_EVENT_STORE", "events");
    environment.put("PROCESSOR_PLAYBACK_STREAMS", "replay,audit");
    environment.put(
        "PROCESSOR_PLAYBACK_QUEUES",
        "https://sqs.us-east-1.amazonaws.com/123456789012/replay.fifo");
    try (ApplicationContext context = TestHandlers.context(environment, Map.of()).start()) {
      assertThat(context.getBean(Workers.class).types())
          .containsExactly("lines-to-kinesis", "manifest", "playback");
    }
    try (ApplicationContext context = TestHandlers.context(environment("work"), Map.of()).start()) {
      assertThat(context.getBean(Workers.class).types())
          .containsExactly("lines-to-kinesis", "manifest");
    }
  }

  @Test
  void anEventStoreWithoutATargetEndsTheStart() {
    Map<String, Object> environment = environment("work");
    environment.put("PROCESSOR_EVENT_STORE", "events");
    try (ApplicationContext context = TestHandlers.context(environment, Map.of()).start()) {
      assertThatThrownBy(() -> context.getBean(WorkStream.class))
          .hasStackTraceContaining(
              "PROCESSOR_EVENT_STORE is set, but neither PROCESSOR_PLAYBACK_STREAMS nor"
                  + " PROCESSOR_PLAYBACK_QUEUES says where it may be played back to");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "PROCESSOR_TABLE | - | environment variable PROCESSOR_TABLE is not set; allowed: the name of a DynamoDB table, 3 to 255 characters",
        "PROCESSOR_EVENT_BUS | - | environment variable PROCESSOR_EVENT_BUS is not set; allowed: the name or ARN of an event bus",
        "PROCESSOR_TARGET_STREAM | a/b | environment variable PROCESSOR_TARGET_STREAM is 'a/b'; allowed: the name of a Kinesis stream",
        "PROCESSOR_LEASE_SECONDS | 9 | environment variable PROCESSOR_LEASE_SECONDS is '9'; allowed: 10 to 9999 seconds",
        "PROCESSOR_MAX_ATTEMPTS | 0 | environment variable PROCESSOR_MAX_ATTEMPTS is '0'; allowed: 1 to 999",
        "PROCESSOR_HOP_LIMIT | many | environment variable PROCESSOR_HOP_LIMIT is 'many'; allowed: 1 to 999999",
        "PROCESSOR_RUN_SECONDS | -1 | environment variable PROCESSOR_RUN_SECONDS is '-1'; allowed: 0 (for as long as the function may run) or 1 to 999 seconds",
        "PROCESSOR_RETENTION_DAYS | 1 | environment variable PROCESSOR_RETENTION_DAYS is '1'; allowed: 0 (for ever) or 2 to 99999 days",
        "PROCESSOR_INDEX_SHARDS | 0 | environment variable PROCESSOR_INDEX_SHARDS is '0'; allowed: 1 to 999",
        "PROCESSOR_EVENT_STORE | a/b | environment variable PROCESSOR_EVENT_STORE is 'a/b'; allowed: the name of a DynamoDB table, 3 to 255 characters",
        "PROCESSOR_PLAYBACK_STREAMS | a,,b | environment variable PROCESSOR_PLAYBACK_STREAMS is 'a,,b'; allowed: the name of a Kinesis stream, 1 to 128 characters; several are separated by commas",
        "PROCESSOR_PLAYBACK_QUEUES | replay.fifo | environment variable PROCESSOR_PLAYBACK_QUEUES is 'replay.fifo'; allowed: the URL of an SQS FIFO queue; several are separated by commas",
        "PROCESSOR_FORMAT | '' | environment variable PROCESSOR_FORMAT is ''; allowed: the name of a format of lines",
      })
  void aWrongEnvironmentEndsTheStartAndNamesTheVariable(
      String variable, String value, String message) {
    Map<String, Object> environment = environment("work");
    environment.remove(variable);
    if (value != null) {
      environment.put(variable, value);
    }
    TestHandlers.assertThatNoneStarts(environment, message, STARTED);
  }

  /** The first record of the table's stream, through the serializer that AWS's runtime uses. */
  private static DynamodbEvent firstRecord(Fleet fleet) {
    String json =
        TableStreamSource.of(TestDatabase.dynamoDb().endpoint(), fleet.tableName)
            .open(true)
            .getFirst()
            .read(1)
            .getFirst()
            .text();
    PojoSerializer<DynamodbEvent> serializer =
        LambdaEventSerializers.serializerFor(
            DynamodbEvent.class, HandlersIT.class.getClassLoader());
    return serializer.fromJson("{\"Records\":[" + json + "]}");
  }

  private static <T> T start(Supplier<T> handler, Fleet fleet) {
    return TestHandlers.start(
        handler,
        environment(fleet.tableName),
        Map.of("kinesis", fleet.kinesisEndpoint(), "s3", Fleet.s3().endpoint()));
  }

  private static Map<String, Object> environment(String table) {
    Map<String, Object> environment = new HashMap<>();
    environment.put("PROCESSOR_TABLE", table);
    environment.put("PROCESSOR_EVENT_BUS", "fleet");
    environment.put("PROCESSOR_TARGET_STREAM", "clicks");
    environment.put("PROCESSOR_INDEX_SHARDS", Integer.toString(Fleet.SHARDS));
    return environment;
  }
}
