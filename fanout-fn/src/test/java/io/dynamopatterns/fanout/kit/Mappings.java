package io.dynamopatterns.fanout.kit;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.ItemChange;
import io.dynamopatterns.common.delivery.QueueBatch;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.emulator.mapping.EventSourceMapping;
import io.dynamopatterns.emulator.mapping.QueueMapping;
import io.dynamopatterns.emulator.mapping.TableStreamSource;
import io.dynamopatterns.fanout.deliver.Deliverer;
import io.dynamopatterns.fanout.settings.Subscriber;
import io.dynamopatterns.mapping.MappingPace;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.StreamSource;
import io.dynamopatterns.mapping.function.Invoker;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Event source mappings, as Terraform makes them, of functions without Lambda. */
public final class Mappings {
  /** A function that a table's stream invokes. */
  @FunctionalInterface
  public interface StreamFunction {
    StreamBatch<?> apply(StreamBatch<ItemChange> batch, Call call);
  }

  private static final PojoSerializer<DynamodbEvent> CHANGES =
      LambdaEventSerializers.serializerFor(DynamodbEvent.class, Mappings.class.getClassLoader());
  private static final PojoSerializer<SQSEvent> MESSAGES =
      LambdaEventSerializers.serializerFor(SQSEvent.class, Mappings.class.getClassLoader());

  private Mappings() {}

  /**
   * Delivers all that a table's stream holds, from its beginning.
   *
   * @param deliveries how often each batch is delivered
   */
  public static void drainStream(String table, StreamFunction function, int deliveries) {
    StreamSource source = TableStreamSource.of(TestDatabase.dynamoDb().endpoint(), table);
    Invoker invoker =
        json -> {
          String answer = "";
          for (int i = 0; i < deliveries; i++) {
            answer = changes(json, function);
          }
          return answer;
        };
    try (EventSourceMapping mapping =
        new EventSourceMapping(
            spec(new MappingSpec.TableStream(table, source.arn()), 100),
            source,
            invoker,
            discard -> {
              throw new AssertionError("given up: " + discard);
            },
            MappingPace.real())) {
      mapping.drain();
    }
  }

  /** Delivers all that a subscriber's queue holds, until it is empty. */
  public static void drainQueue(Subscriber subscriber, Deliverer deliverer) {
    MappingSpec.Queue queue =
        new MappingSpec.Queue(
            subscriber.queueName(), Subscribers.queueArn(subscriber), Optional.empty());
    try (QueueMapping mapping =
        new QueueMapping(
            spec(queue, 10),
            Servers.SQS.queues(),
            json -> messages(json, deliverer),
            MappingPace.real())) {
      mapping.drain();
    }
  }

  private static MappingSpec spec(MappingSpec.Source source, int batchSize) {
    return new MappingSpec(
        "fanout",
        source,
        "fanout",
        batchSize,
        Duration.ZERO,
        1,
        Optional.of(8),
        Optional.empty(),
        true,
        true,
        List.of(),
        Optional.empty(),
        true,
        true);
  }

  private static String changes(String json, StreamFunction function) {
    return answer(
        LoggedRun.of(
                telemetry ->
                    function
                        .apply(
                            StreamBatch.of(CHANGES.fromJson(json)), new Call(minute(), telemetry))
                        .response())
            .answer()
            .getBatchItemFailures()
            .stream()
            .map(StreamsEventResponse.BatchItemFailure::getItemIdentifier));
  }

  private static String messages(String json, Deliverer deliverer) {
    return answer(
        LoggedRun.of(
                telemetry ->
                    deliverer
                        .deliver(
                            QueueBatch.of(MESSAGES.fromJson(json)), new Call(minute(), telemetry))
                        .response())
            .answer()
            .getBatchItemFailures()
            .stream()
            .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier));
  }

  private static String answer(Stream<String> failures) {
    return failures
        .map("{\"itemIdentifier\":\"%s\"}"::formatted)
        .collect(Collectors.joining(",", "{\"batchItemFailures\":[", "]}"));
  }

  private static Deadline minute() {
    return Deadline.after(Duration.ofMinutes(1));
  }
}
