package io.dynamopatterns.fanout.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.QueueBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.fanout.kit.FakeSqs;
import io.dynamopatterns.fanout.kit.FakeSqs.Queued;
import io.dynamopatterns.fanout.kit.Invocations;
import io.dynamopatterns.fanout.kit.Messages;
import io.dynamopatterns.fanout.kit.QueueEvents;
import io.dynamopatterns.fanout.kit.SourceTable;
import io.dynamopatterns.fanout.kit.Stream;
import io.dynamopatterns.fanout.kit.Subscribers;
import io.dynamopatterns.fanout.message.ChangeMessage;
import io.dynamopatterns.fanout.settings.Subscriber;
import io.dynamopatterns.fanout.settings.SubscriberTarget;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.TestBus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

class DelivererTest {
  private static final Subscriber BUS =
      Subscribers.subscriber("bus", new SubscriberTarget(SubscriberTarget.Type.EVENT_BUS, "fleet"));
  private static final Subscriber STREAM =
      Subscribers.subscriber(
          "stream", new SubscriberTarget(SubscriberTarget.Type.STREAM, "changes"));
  private static final Subscriber QUEUE = Subscribers.queue("queue");

  private final SourceTable pages = new SourceTable();
  private final TestBus bus = new TestBus();
  private final Stream stream = new Stream();

  @Test
  void messagesBecomeEventsOfTheBusInOrderOfEachItem() {
    IntStream.range(0, 10).forEach(i -> pages.put("/" + i % 3, 200));

    LoggedRun<List<String>> run = deliver(BUS, messages());

    assertThat(run.answer()).isEmpty();
    assertThat(Messages.consumed(details())).isEqualTo(Messages.expected(pages.changes()));
    PutEventsRequestEntry first = bus.published().getFirst();
    assertThat(first.eventBusName()).isEqualTo("fleet");
    assertThat(first.source()).isEqualTo("dynamopatterns.fanout");
    assertThat(first.detailType()).isEqualTo("TableChanged");
    assertThat(first.time()).isEqualTo(Instant.parse("2026-11-20T10:00:01Z"));
    assertThat(run.count("Delivered")).isEqualTo(10);
  }

  @Test
  void messagesOfAsManyItemsAreOneRequest() {
    IntStream.range(0, 10).forEach(i -> pages.put("/" + i, 200));
    deliver(BUS, messages());
    assertThat(bus.requests()).isEqualTo(1);
  }

  @Test
  void messagesBecomeRecordsOfTheStreamInOrderOfEachItem() {
    IntStream.range(0, 10).forEach(i -> pages.put("/" + i % 3, 200));
    assertThat(deliver(STREAM, messages()).answer()).isEmpty();
    assertThat(Messages.consumed(stream.data())).isEqualTo(Messages.expected(pages.changes()));
  }

  /** DynamoDB allows names of 64 KB. */
  @Test
  void anItemWithALongAttributeNameReachesBusesAndStreams() {
    pages.put("/a", 200);
    Queued message = messages().getFirst();
    String name = "n".repeat(65_000);
    String body =
        message.body().replace("\"newImage\":{", "\"newImage\":{\"" + name + "\":{\"S\":\"x\"},");
    List<Queued> named = List.of(new Queued(message.group(), "x", body));

    assertThat(deliver(BUS, named).answer()).isEmpty();
    assertThat(deliver(STREAM, named).answer()).isEmpty();

    assertThat(details()).containsExactly(body).first().asString().contains(name);
    assertThat(stream.data()).containsExactly(body);
  }

  @Test
  void aMessageThatTheBusRefusesStopsItsGroupAndNoOther() {
    threeOfAAndTwoOfB();
    String refused = messages().get(2).body();
    String id = Messages.id(refused);
    bus.refuse(body -> Messages.id(body).equals(id));

    LoggedRun<List<String>> run = deliver(BUS, messages());

    // m2 is the second message of /a, m4 the third: it must not be deleted before m2.
    assertThat(run.answer()).containsExactly("m2", "m4");
    assertThat(details()).hasSize(3).doesNotContain(refused, messages().get(4).body());
    assertThat(run.log()).contains("MalformedDetail");
  }

  /** The bus would refuse it at every delivery, and what comes after it in its group would wait. */
  @Test
  void aMessageWhoseImagesTheBusRefusesIsPublishedWithoutThem() {
    threeOfAAndTwoOfB();
    String refused = messages().get(2).body();
    bus.refuse(refused::equals);

    assertThat(deliver(BUS, messages()).answer()).isEmpty();

    String published =
        details().stream()
            .filter(body -> Messages.id(body).equals(Messages.id(refused)))
            .findFirst()
            .orElseThrow();
    assertThat(Messages.complaints(published)).isEmpty();
    assertThat(published).contains("\"imagesOmitted\":true").doesNotContain("Image\":");
    assertThat(details()).hasSize(5);
  }

  @Test
  void aRecordThatTheStreamDoesNotTakeStopsItsGroupAndNoOther() {
    threeOfAAndTwoOfB();
    String failing = messages().get(2).body();
    stream.failing(failing::equals);
    assertThat(deliver(STREAM, messages()).answer()).containsExactly("m2", "m4");
    assertThat(stream.data()).hasSize(3).doesNotContain(failing, messages().get(4).body());
  }

  @Test
  void aMessageThatIsNoneStopsItsGroupAndNoOther() {
    threeOfAAndTwoOfB();
    String message = "{\"time\":\"2026-11-20T10:00:00.000Z\"}";
    for (String body :
        List.of(
            "no JSON",
            "",
            "[]",
            "{\"id\":\"1\"}",
            "{\"time\":\"today\"}",
            message + message,
            message + " tail")) {
      bus.clear();
      List<Queued> messages = new ArrayList<>(messages());
      messages.set(2, new Queued(messages.get(2).group(), "x", body));
      assertThat(deliver(BUS, messages).answer()).as(body).containsExactly("m2", "m4");
      assertThat(bus.published()).hasSize(3);
    }
  }

  @Test
  void aMessageMayHaveAsManyBytesAsSqsTakes() {
    String start = "{\"time\":\"2026-11-20T10:00:00Z\",\"x\":\"";
    String most = start + "x".repeat(ChangeMessage.MAX_BYTES - start.length() - 2) + "\"}";

    assertThat(QueuedMessage.of(most).body()).hasSize(ChangeMessage.MAX_BYTES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueuedMessage.of(most + " "))
        .withMessageContaining("at most " + ChangeMessage.MAX_BYTES);
  }

  @Test
  void allIsDeliveredAgainWhenTheTargetIsMissing() {
    threeOfAAndTwoOfB();
    bus.around(
        () -> {
          throw missing();
        },
        () -> {});
    stream.missing();
    assertThat(deliver(BUS, messages()).answer()).containsExactly("m0", "m1", "m2", "m3", "m4");
    assertThat(deliver(STREAM, messages()).answer()).containsExactly("m0", "m1", "m2", "m3", "m4");
    assertThat(bus.requests()).as("a missing bus is not asked for each message").isEqualTo(1);
  }

  @Test
  void withoutTimeAllIsDeliveredAgain() {
    threeOfAAndTwoOfB();
    assertThat(deliver(BUS, messages(), Duration.ZERO).answer()).hasSize(5);
    assertThat(deliver(STREAM, messages(), Duration.ZERO).answer()).hasSize(5);
    assertThat(bus.published()).isEmpty();
  }

  @Test
  void theMessagesOfAQueueThatNoSubscriberHasAreRefused() {
    threeOfAAndTwoOfB();
    Subscriber unknown = Subscribers.queue("unknown");
    assertThatThrownBy(() -> deliver(unknown, messages()))
        .hasMessage(
            "no subscriber of FANOUT_SUBSCRIBERS has the queue " + Subscribers.queueArn(unknown));
    assertThatThrownBy(() -> deliver(QUEUE, messages()))
        .hasMessageContaining("subscriber 'queue' has target type queue or function");
  }

  private void threeOfAAndTwoOfB() {
    pages.put("/a", 200);
    pages.put("/b", 200);
    pages.put("/a", 404);
    pages.put("/b", 404);
    pages.put("/a", 500);
  }

  /** What the dispatcher makes of the changes, in the order of the stream. */
  private List<Queued> messages() {
    List<Queued> messages = new ArrayList<>();
    for (SourceTable.Change change : pages.changes()) {
      FakeSqs sqs = new FakeSqs();
      Invocations.dispatch(
          Invocations.dispatcher(sqs, List.of(BUS)), SourceTable.event(List.of(change)));
      messages.addAll(sqs.messages(BUS.queue()));
    }
    return messages;
  }

  private static AwsServiceException missing() {
    return EventBridgeException.builder()
        .statusCode(400)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode("ResourceNotFoundException").build())
        .message("the bus does not exist")
        .build();
  }

  private List<String> details() {
    return bus.published().stream().map(PutEventsRequestEntry::detail).toList();
  }

  private LoggedRun<List<String>> deliver(Subscriber subscriber, List<Queued> messages) {
    return deliver(subscriber, messages, Duration.ofMinutes(1));
  }

  private LoggedRun<List<String>> deliver(
      Subscriber subscriber, List<Queued> messages, Duration time) {
    Deliverer deliverer =
        new Deliverer(
            List.of(BUS, STREAM, QUEUE), new Receivers(() -> bus, () -> stream, Invocations.QUICK));
    SQSEvent event = QueueEvents.of(subscriber, messages);
    return LoggedRun.of(
        telemetry ->
            deliverer
                .deliver(QueueBatch.of(event), new Call(Deadline.after(time), telemetry))
                .response()
                .getBatchItemFailures()
                .stream()
                .map(BatchItemFailure::getItemIdentifier)
                .toList());
  }
}
