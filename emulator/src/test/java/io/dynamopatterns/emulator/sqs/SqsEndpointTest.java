package io.dynamopatterns.emulator.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.mapping.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

class SqsEndpointTest {
  private static final Duration VISIBILITY = Duration.ofSeconds(30);
  private static final String ARN = "arn:aws:sqs:us-east-1:123456789012:";

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-20T10:00:00Z"));
  private final SqsEndpoint endpoint = SqsEndpoint.start(new SqsQueues(clock));
  private final SqsClient sqs =
      SqsClient.builder()
          .endpointOverride(endpoint.endpoint())
          .region(EmbeddedDynamoDb.REGION)
          .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
          .httpClient(ApacheHttpClient.create())
          .build();

  @AfterEach
  void stop() {
    sqs.close();
    endpoint.close();
  }

  @Test
  void aGroupKeepsItsOrder() {
    String queue = fifo("q");
    sqs.sendMessageBatch(
        b ->
            b.queueUrl(queue)
                .entries(IntStream.range(0, 10).mapToObj(i -> entry("g", i)).toList()));
    send(queue, "g", "10");

    assertThat(bodies(receive(queue, 4))).containsExactly("0", "1", "2", "3");
  }

  @Test
  void aGroupWaitsWhileOneOfItsMessagesIsInFlightAndOthersDoNot() {
    String queue = fifo("q");
    send(queue, "a", "a1");
    send(queue, "a", "a2");
    send(queue, "b", "b1");

    Message first = receive(queue, 1).getFirst();
    assertThat(first.body()).isEqualTo("a1");
    assertThat(bodies(receive(queue, 10))).containsExactly("b1");
    assertThat(receive(queue, 10)).isEmpty();

    delete(queue, first);
    assertThat(bodies(receive(queue, 10))).containsExactly("a2");
  }

  @Test
  void aGroupWaitsForWhatIsInFlightAfterItsFirstMessageToo() {
    String queue = fifo("q");
    send(queue, "a", "a1");
    send(queue, "a", "a2");
    List<Message> both = receive(queue, 2);

    show(queue, both.getFirst());
    assertThat(receive(queue, 10)).isEmpty();

    delete(queue, both.getLast());
    assertThat(bodies(receive(queue, 10))).containsExactly("a1");
  }

  @Test
  void aMessageThatIsNotDeletedIsDeliveredAgainInItsPlace() {
    String queue = fifo("q");
    send(queue, "a", "a1");
    send(queue, "a", "a2");
    Message first = receive(queue, 1).getFirst();

    clock.advance(VISIBILITY.minusMillis(1));
    assertThat(receive(queue, 10)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    List<Message> again = receive(queue, 10);

    assertThat(bodies(again)).containsExactly("a1", "a2");
    assertThat(again.getFirst().attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2");
    assertThatThrownBy(() -> delete(queue, first))
        .isInstanceOf(SqsException.class)
        .hasMessageContaining("expired");
  }

  @Test
  void aReceiverShowsAMessageAgainAtOnce() {
    String queue = fifo("q");
    send(queue, "a", "a1");
    Message message = receive(queue, 1).getFirst();

    show(queue, message);

    assertThat(bodies(receive(queue, 1))).containsExactly("a1");
    assertThatThrownBy(() -> show(queue, message)).isInstanceOf(MessageNotInflightException.class);
  }

  @Test
  void aDeduplicationIdIsOneMessageForFiveMinutes() {
    String queue = fifo("q");
    var first =
        sqs.sendMessage(
            m ->
                m.queueUrl(queue)
                    .messageGroupId("g")
                    .messageBody("1")
                    .messageDeduplicationId("id"));
    delete(queue, receive(queue, 1).getFirst());

    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    var again =
        sqs.sendMessage(
            m ->
                m.queueUrl(queue)
                    .messageGroupId("other")
                    .messageBody("2")
                    .messageDeduplicationId("id"));
    assertThat(again.messageId()).isEqualTo(first.messageId());
    assertThat(again.sequenceNumber()).isEqualTo(first.sequenceNumber());
    assertThat(receive(queue, 1)).isEmpty();

    clock.advance(Duration.ofMillis(1));
    sqs.sendMessage(
        m -> m.queueUrl(queue).messageGroupId("g").messageBody("3").messageDeduplicationId("id"));
    assertThat(bodies(receive(queue, 1))).containsExactly("3");
  }

  @Test
  void deduplicationMayBeByGroupOrByContent() {
    String byGroup =
        create("g.fifo", Map.of("FifoQueue", "true", "DeduplicationScope", "messageGroup"));
    for (String group : List.of("a", "b", "a")) {
      sqs.sendMessage(
          m ->
              m.queueUrl(byGroup)
                  .messageGroupId(group)
                  .messageBody("1")
                  .messageDeduplicationId("id"));
    }
    String byContent =
        create("c.fifo", Map.of("FifoQueue", "true", "ContentBasedDeduplication", "true"));
    for (String body : List.of("x", "y", "x")) {
      sqs.sendMessage(m -> m.queueUrl(byContent).messageGroupId("a").messageBody(body));
    }

    assertThat(receive(byGroup, 10)).hasSize(2);
    assertThat(bodies(receive(byContent, 10))).containsExactly("x", "y");
  }

  @Test
  void anEntryThatIsRefusedHindersNoOther() {
    String queue = fifo("q");

    var answer =
        sqs.sendMessageBatch(
            b -> b.queueUrl(queue).entries(entry("g", 1), entry("no group", 2), entry("g", 3)));

    assertThat(answer.successful()).extracting(r -> r.id()).containsExactly("e1", "e3");
    assertThat(answer.failed())
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.id()).isEqualTo("e2");
              assertThat(failed.code()).isEqualTo("InvalidParameterValue");
              assertThat(failed.senderFault()).isTrue();
            });
    assertThat(bodies(receive(queue, 10))).containsExactly("1", "3");
  }

  @Test
  void aBatchHasAtMost256KilobytesAndTenEntries() {
    String queue = fifo("q");
    String half = "x".repeat(128 * 1024);

    sqs.sendMessageBatch(b -> b.queueUrl(queue).entries(entry("g", 1, half), entry("g", 2, half)));
    assertThatThrownBy(
            () ->
                sqs.sendMessageBatch(
                    b -> b.queueUrl(queue).entries(entry("g", 3, half), entry("g", 4, half + "x"))))
        .isInstanceOf(BatchRequestTooLongException.class);
    assertThatThrownBy(
            () ->
                sqs.sendMessageBatch(
                    b ->
                        b.queueUrl(queue)
                            .entries(IntStream.range(0, 11).mapToObj(i -> entry("g", i)).toList())))
        .hasMessageContaining("are 10");
    assertThat(endpoint.queues().size(queue)).isEqualTo(2);
  }

  @Test
  void aMessageIsMeasuredInBytes() {
    String queue = fifo("q");

    send(queue, "g", "é".repeat(128 * 1024));
    assertThatThrownBy(() -> send(queue, "g", "é".repeat(128 * 1024) + "x"))
        .hasMessageContaining("262144 bytes");
  }

  @Test
  void whatIsReceivedTooOftenGoesToTheDeadLetterQueueAndItsGroupContinues() {
    String dead = fifo("dead");
    String queue = withDeadLetters("q", 2);
    send(queue, "a", "a1");
    send(queue, "a", "a2");
    for (int receive = 0; receive < 2; receive++) {
      Message message = receive(queue, 1).getFirst();
      assertThat(message.body()).isEqualTo("a1");
      show(queue, message);
    }

    assertThat(bodies(receive(queue, 1))).containsExactly("a2");

    Message letter = receive(dead, 10).getFirst();
    assertThat(letter.body()).isEqualTo("a1");
    assertThat(letter.attributes())
        .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "a")
        .containsEntry(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN, ARN + "q.fifo")
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
  }

  @Test
  void deadLettersMoveBackToTheQueueTheyCameFrom() {
    String dead = fifo("dead");
    String queue = withDeadLetters("q", 1);
    send(queue, "a", "a1");
    send(queue, "a", "a2");
    receive(queue, 10).forEach(message -> show(queue, message));
    assertThat(receive(queue, 10)).isEmpty();

    sqs.startMessageMoveTask(t -> t.sourceArn(ARN + "dead.fifo"));

    assertThat(endpoint.queues().size(dead)).isZero();
    assertThat(bodies(receive(queue, 10))).containsExactly("a1", "a2");
    assertThat(sqs.listMessageMoveTasks(t -> t.sourceArn(ARN + "dead.fifo")).results())
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.status()).isEqualTo("COMPLETED");
              assertThat(task.approximateNumberOfMessagesMoved()).isEqualTo(2);
            });
  }

  @Test
  void whatWasSentToADeadLetterQueueItselfMovesOnlyToANamedQueue() {
    String dead = fifo("dead");
    String queue = withDeadLetters("q", 1);
    send(dead, "a", "a1");

    sqs.startMessageMoveTask(t -> t.sourceArn(ARN + "dead.fifo"));
    assertThat(sqs.listMessageMoveTasks(t -> t.sourceArn(ARN + "dead.fifo")).results())
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.status()).isEqualTo("FAILED");
              assertThat(task.failureReason()).isEqualTo("CouldNotDetermineMessageSource");
            });
    assertThat(receive(queue, 1)).isEmpty();

    sqs.startMessageMoveTask(t -> t.sourceArn(ARN + "dead.fifo").destinationArn(ARN + "q.fifo"));
    assertThat(bodies(receive(queue, 1))).containsExactly("a1");
    assertThatThrownBy(() -> sqs.startMessageMoveTask(t -> t.sourceArn(ARN + "q.fifo")))
        .hasMessageContaining("Dead Letter Queue");
  }

  @Test
  void aQueueIsKnownByAUrlOfAwsByItsNameAndItsArn() {
    String queue = fifo("q");

    send("https://sqs.us-east-1.amazonaws.com/123456789012/q.fifo", "g", "1");

    assertThat(sqs.getQueueUrl(g -> g.queueName("q.fifo")).queueUrl()).isEqualTo(queue);
    assertThat(endpoint.queues().messages(ARN + "q.fifo")).hasSize(1);
    assertThat(
            sqs.getQueueAttributes(
                    g -> g.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes())
        .containsExactly(Map.entry(QueueAttributeName.QUEUE_ARN, ARN + "q.fifo"));
  }

  @Test
  void attributesTellTheSettingsAndTheNumbersOfMessages() {
    fifo("dead");
    String queue = withDeadLetters("q", 3);
    send(queue, "a", "a1");
    send(queue, "b", "b1");
    receive(queue, 1);

    assertThat(
            sqs.getQueueAttributes(g -> g.queueUrl(queue).attributeNames(QueueAttributeName.ALL))
                .attributesAsStrings())
        .containsEntry("ApproximateNumberOfMessages", "1")
        .containsEntry("ApproximateNumberOfMessagesNotVisible", "1")
        .containsEntry("VisibilityTimeout", "30")
        .hasEntrySatisfying(
            "RedrivePolicy", policy -> assertThat(policy).contains("\"maxReceiveCount\":3"));
  }

  @Test
  void aQueueThatIsMissingIsAnError() {
    assertThatThrownBy(() -> send("https://example.com/123456789012/none.fifo", "g", "1"))
        .isInstanceOf(QueueDoesNotExistException.class)
        .hasMessageContaining("none.fifo does not exist");
    assertThatThrownBy(() -> withDeadLetters("q", 1))
        .isInstanceOf(QueueDoesNotExistException.class);
  }

  @Test
  void aReceiverMayWaitForAMessage() {
    String queue = fifo("q");
    Thread sender = Thread.ofVirtual().unstarted(() -> send(queue, "g", "1"));
    sender.start();

    List<Message> received =
        sqs.receiveMessage(r -> r.queueUrl(queue).waitTimeSeconds(20)).messages();

    assertThat(bodies(received)).containsExactly("1");
  }

  @Test
  void aStandardQueueHandsOutAllThatIsVisible() {
    String queue = create("plain", Map.of());
    sqs.sendMessage(m -> m.queueUrl(queue).messageBody("1"));
    sqs.sendMessage(m -> m.queueUrl(queue).messageBody("2").delaySeconds(5));
    sqs.sendMessage(m -> m.queueUrl(queue).messageBody("1"));

    assertThat(bodies(receive(queue, 1))).containsExactly("1");
    assertThat(bodies(receive(queue, 10))).containsExactly("1");
    clock.advance(Duration.ofSeconds(5));
    assertThat(bodies(receive(queue, 10))).containsExactly("2");
  }

  private String fifo(String name) {
    return create(name + ".fifo", Map.of("FifoQueue", "true"));
  }

  private String withDeadLetters(String name, int receives) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("FifoQueue", "true");
    attributes.put(
        "RedrivePolicy",
        "{\"deadLetterTargetArn\":\"%sdead.fifo\",\"maxReceiveCount\":%d}"
            .formatted(ARN, receives));
    return create(name + ".fifo", attributes);
  }

  private String create(String name, Map<String, String> attributes) {
    return sqs.createQueue(c -> c.queueName(name).attributesWithStrings(attributes)).queueUrl();
  }

  private void send(String queue, String group, String body) {
    sqs.sendMessage(
        m ->
            m.queueUrl(queue)
                .messageGroupId(group)
                .messageBody(body)
                .messageDeduplicationId(Integer.toString(body.hashCode())));
  }

  private static SendMessageBatchRequestEntry entry(String group, int number) {
    return entry(group, number, Integer.toString(number));
  }

  private static SendMessageBatchRequestEntry entry(String group, int number, String body) {
    return SendMessageBatchRequestEntry.builder()
        .id("e" + number)
        .messageGroupId(group)
        .messageDeduplicationId("d" + number)
        .messageBody(body)
        .build();
  }

  private List<Message> receive(String queue, int limit) {
    return sqs.receiveMessage(
            r ->
                r.queueUrl(queue)
                    .maxNumberOfMessages(limit)
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  private void delete(String queue, Message message) {
    sqs.deleteMessage(d -> d.queueUrl(queue).receiptHandle(message.receiptHandle()));
  }

  private void show(String queue, Message message) {
    sqs.changeMessageVisibility(
        c -> c.queueUrl(queue).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
  }

  private static List<String> bodies(List<Message> messages) {
    return messages.stream().map(Message::body).toList();
  }
}
