package io.dynamopatterns.emulator.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import io.dynamopatterns.emulator.sqs.SqsMessage;
import io.dynamopatterns.emulator.sqs.SqsMessages;
import io.dynamopatterns.emulator.sqs.SqsQueues;
import io.dynamopatterns.mapping.MappingPace;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.MappingStats;
import io.dynamopatterns.mapping.VirtualClock;
import io.dynamopatterns.mapping.function.InProcessFunction;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class QueueMappingTest {
  private static final String ARN = "arn:aws:sqs:us-east-1:123456789012:";
  private static final String QUEUE = "orders.fifo";
  private static final String DEAD = "dead.fifo";
  private static final String FAILS = "fails";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final VirtualClock clock = new VirtualClock(Fixtures.NOW);
  private final SqsQueues queues = queues(clock);
  private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());

  @Test
  void aReceiverThatIsPausedTakesNoMessage() throws Exception {
    send("a", "a1");

    assertThat(
            queues.receive(QUEUE, 10, Duration.ofSeconds(30), Duration.ofSeconds(20), () -> false))
        .isEmpty();
    assertThat(queues.messages(QUEUE)).singleElement().returns(0, SqsMessage::receives);
  }

  @Test
  void messagesComeInTheOrderOfTheirGroupInBatchesOfTheGivenSize() {
    send("a", "a1", "a2", "a3");
    send("b", "b1");

    drain(3, ids -> "{}");

    assertThat(batches).containsExactly(List.of("a1", "a2", "a3"), List.of("b1"));
    assertThat(left(QUEUE)).isEmpty();
  }

  @Test
  void whatTheFunctionReportsIsDeliveredAgainAndTheOthersAreDeleted() {
    send("a", "a1", "a2");
    send("b", "b1");
    AtomicBoolean failed = new AtomicBoolean();

    MappingStats stats =
        drain(10, ids -> failed.getAndSet(true) ? "{}" : RecordingInvoker.failed(ids.get("a2")));

    assertThat(batches).containsExactly(List.of("a1", "a2", "b1"), List.of("a2"));
    assertThat(stats.delivered()).isEqualTo(3);
    assertThat(stats.failures()).isEqualTo(1);
    assertThat(stats.partialFailures()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FAILS,
        "no JSON",
        "[]",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"unknown\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}"
      })
  void anErrorOrAnAnswerThatNamesNoMessageFailsTheWholeBatch(String answer) {
    send("a", "a1", "a2");
    AtomicBoolean failed = new AtomicBoolean();

    MappingStats stats = drain(10, ids -> failed.getAndSet(true) ? "{}" : answer);

    assertThat(batches).containsExactly(List.of("a1", "a2"), List.of("a1", "a2"));
    assertThat(stats.failures()).isEqualTo(1);
    assertThat(stats.partialFailures()).isEqualTo(answer.equals(FAILS) ? 0 : 1);
  }

  @Test
  void withoutPartialFailuresAnAnswerIsNotLookedAt() {
    send("a", "a1");

    mapping(spec(10, false), ids -> RecordingInvoker.failed(ids.get("a1"))).drain();

    assertThat(batches).hasSize(1);
    assertThat(left(QUEUE)).isEmpty();
  }

  @Test
  void aMessageThatFailsTooOftenBecomesADeadLetterAndItsGroupContinues() {
    send("a", "a1", "poison", "a3");
    send("b", "b1");

    drain(1, ids -> ids.containsKey("poison") ? FAILS : "{}");

    assertThat(batches)
        .containsExactlyInAnyOrder(
            List.of("a1"), List.of("poison"), List.of("poison"), List.of("a3"), List.of("b1"));
    assertThat(batches.indexOf(List.of("a3")))
        .isGreaterThan(batches.lastIndexOf(List.of("poison")));
    assertThat(left(QUEUE)).isEmpty();
    assertThat(left(DEAD)).containsExactly("poison");
  }

  @Test
  void aGroupWaitsUntilItsMessageIsDeliveredAgain() {
    send("a", "a1", "a2");
    AtomicBoolean failed = new AtomicBoolean();

    drain(1, ids -> failed.getAndSet(true) ? "{}" : FAILS);

    assertThat(batches).containsExactly(List.of("a1"), List.of("a1"), List.of("a2"));
  }

  @Test
  void whatNoFilterLetsThroughIsDeletedUnseen() {
    send("a", "{\"size\":1}", "{\"size\":2}", "no JSON", "{\"other\":2}");

    MappingStats stats =
        mapping(
                spec(
                    10,
                    true,
                    "{\"body\":{\"size\":[{\"numeric\":[\">\",1]}]}}",
                    "{\"body\":{\"other\":[2]}}"),
                ids -> "{}")
            .drained();

    assertThat(batches).containsExactly(List.of("{\"size\":2}", "{\"other\":2}"));
    assertThat(stats.filtered()).isEqualTo(2);
    assertThat(left(QUEUE)).isEmpty();
  }

  @Test
  void aBodyThatIsNotOneJsonValueIsDroppedByAFilterOnMembers() {
    send("a", "", "text", "{\"n\":1}{\"n\":1}", "{\"n\":1} tail", "{\"n\":1}", "{}");

    mapping(
            spec(10, true, "{\"body\":{\"n\":[1]}}", "{\"body\":{\"m\":[{\"exists\":false}]}}"),
            ids -> "{}")
        .drained();

    assertThat(batches).containsExactly(List.of("{\"n\":1}", "{}"));
    assertThat(left(QUEUE)).isEmpty();
  }

  @Test
  void aFilterOnPlainTextTakesNoJson() {
    send("a", "text", "\"text\"", "{\"n\":1}", "other");

    mapping(spec(10, true, "{\"body\":[\"text\"]}"), ids -> "{}").drained();

    assertThat(batches).containsExactly(List.of("text"));
  }

  @Test
  void theFunctionSeesTheEventOfTheService() {
    send("a", "a1");
    SqsMessage message = queues.messages(QUEUE).getFirst();
    List<SQSEvent.SQSMessage> seen = new ArrayList<>();
    RequestHandler<SQSEvent, SQSBatchResponse> handler =
        new RequestHandler<>() {
          @Override
          public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
            seen.addAll(event.getRecords());
            return seen.size() == 1
                ? new SQSBatchResponse(
                    List.of(new SQSBatchResponse.BatchItemFailure(seen.getFirst().getMessageId())))
                : new SQSBatchResponse(List.of());
          }
        };

    new QueueMapping(
            spec(10, true),
            queues,
            new InProcessFunction(handler, Duration.ofSeconds(5)),
            MappingPace.virtual(clock))
        .drain();

    assertThat(seen).hasSize(2);
    assertThat(seen.getLast())
        .satisfies(
            record -> {
              assertThat(record.getMessageId()).isEqualTo(message.id());
              assertThat(record.getBody()).isEqualTo("a1");
              assertThat(record.getMd5OfBody()).isEqualTo(message.md5());
              assertThat(record.getReceiptHandle()).isNotEmpty();
              assertThat(record.getEventSource()).isEqualTo("aws:sqs");
              assertThat(record.getEventSourceArn()).isEqualTo(ARN + QUEUE);
              assertThat(record.getAttributes())
                  .containsEntry("MessageGroupId", "a")
                  .containsEntry("MessageDeduplicationId", "a1")
                  .containsEntry("ApproximateReceiveCount", "2")
                  .containsKeys("SequenceNumber", "SentTimestamp");
            });
  }

  @Test
  void groupsAreDeliveredSideBySideAndNoGroupTwiceAtATime() throws InterruptedException {
    SqsQueues running = queues(Clock.systemUTC());
    for (int i = 0; i < 60; i++) {
      SqsMessages.send(running, QUEUE, "g" + i % 4, "g" + i % 4 + "-" + String.format("%02d", i));
    }
    Set<String> busy = Collections.synchronizedSet(new HashSet<>());
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    AtomicBoolean clash = new AtomicBoolean();
    Function<Map<String, String>, String> function =
        ids -> {
          List<String> groups = ids.keySet().stream().map(body -> body.substring(0, 2)).toList();
          Set<String> mine = Set.copyOf(groups);
          mine.forEach(group -> clash.compareAndSet(false, !busy.add(group)));
          order.addAll(ids.keySet());
          pause(5);
          busy.removeAll(mine);
          return "{}";
        };

    try (EventSourceMappings mappings =
        new EventSourceMappings(List.of(running(running, spec(3, true), function)))) {
      mappings.start();
      mappings.awaitSettled();
    }

    assertThat(clash).isFalse();
    assertThat(order).hasSize(60);
    for (int group = 0; group < 4; group++) {
      String prefix = "g" + group;
      assertThat(order.stream().filter(body -> body.startsWith(prefix))).isSorted();
    }
  }

  @Test
  void aFleetHasSettledOnceWhatFailedIsDeliveredAgainAndNotMinutesLater()
      throws InterruptedException {
    SqsQueues running = queues(Clock.systemUTC());
    SqsMessages.send(running, QUEUE, "a", "a1");
    SqsMessages.send(running, DEAD, "a", "unread");
    AtomicBoolean failed = new AtomicBoolean();

    try (EventSourceMappings mappings =
        new EventSourceMappings(
            List.of(
                running(running, spec(1, true), ids -> failed.getAndSet(true) ? "{}" : FAILS)))) {
      mappings.start();
      mappings.awaitSettled();
    }

    assertThat(batches).containsExactly(List.of("a1"), List.of("a1"));
    assertThat(running.size(QUEUE)).isZero();
  }

  private void send(String group, String... bodies) {
    for (String body : bodies) {
      SqsMessages.send(queues, QUEUE, group, body);
    }
  }

  private List<String> left(String queue) {
    return queues.messages(queue).stream().map(SqsMessage::body).toList();
  }

  private MappingStats drain(int batchSize, Function<Map<String, String>, String> function) {
    return mapping(spec(batchSize, true), function).drained();
  }

  private record Drainable(QueueMapping mapping) {
    void drain() {
      mapping.drain();
    }

    MappingStats drained() {
      mapping.drain();
      return mapping.stats();
    }
  }

  /**
   * @param function answers the bodies of a batch with their message ids, or {@link #FAILS}
   */
  private Drainable mapping(MappingSpec spec, Function<Map<String, String>, String> function) {
    return new Drainable(
        new QueueMapping(spec, queues, invoker(function), MappingPace.virtual(clock)));
  }

  private QueueMapping running(
      SqsQueues running, MappingSpec spec, Function<Map<String, String>, String> function) {
    return new QueueMapping(spec, running, invoker(function), MappingPace.real());
  }

  private Invoker invoker(Function<Map<String, String>, String> function) {
    return event -> {
      Map<String, String> ids = new LinkedHashMap<>();
      try {
        for (JsonNode record : JSON.readTree(event).path("Records")) {
          ids.put(record.path("body").asText(), record.path("messageId").asText());
        }
      } catch (JsonProcessingException e) {
        throw new InvocationException("Not JSON", e);
      }
      batches.add(List.copyOf(ids.keySet()));
      String answer = function.apply(ids);
      if (answer.equals(FAILS)) {
        throw new InvocationException("The function failed");
      }
      return answer;
    };
  }

  private static MappingSpec spec(int batchSize, boolean partialFailures, String... filters) {
    return new MappingSpec(
        "mapping",
        new MappingSpec.Queue(QUEUE, ARN + QUEUE, Optional.empty()),
        "handler",
        batchSize,
        Duration.ZERO,
        1,
        Optional.empty(),
        Optional.empty(),
        false,
        partialFailures,
        List.of(filters),
        Optional.empty(),
        true,
        true);
  }

  private static SqsQueues queues(Clock clock) {
    SqsQueues queues = new SqsQueues(clock);
    queues.create(
        List.of(
            queue(QUEUE, Optional.of(new QueueSpec.Redrive(ARN + DEAD, 2))),
            queue(DEAD, Optional.empty())));
    return queues;
  }

  private static QueueSpec queue(String name, Optional<QueueSpec.Redrive> redrive) {
    return new QueueSpec(
        name,
        ARN + name,
        true,
        Duration.ofMinutes(6),
        Duration.ZERO,
        false,
        true,
        262_144,
        redrive);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
