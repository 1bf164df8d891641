package io.dynamopatterns.operations.subscribers;

import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.QueueDepth;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import io.dynamopatterns.operations.subscribers.Subscribers.Subscriber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Looks at the dead letters of a subscriber and leaves them where they are. */
@OperationInfo(
    name = "subscribers dead-letters",
    summary = "Shows dead letters of a subscriber and leaves them in their queue.",
    examples = "subscribers dead-letters all")
public final class DeadLetters implements ReadOperation<DeadLetters.Request> {
  private static final int MOST_OF_A_REQUEST = 10;
  private static final int HIDDEN_SECONDS = 30;

  /** Of which one. */
  public record Request(
      @Param(value = "Name of the subscriber.", positional = true) String subscriber,
      @Param(value = "The most messages.", otherwise = "10", min = 1, max = 100) int limit) {}

  /** A message that ran out of receives. */
  public record Letter(String id, Instant sentAt, String group, String body) {}

  /** Some of the messages. */
  public record Letters(String subscriber, String queue, List<Letter> messages)
      implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("SENT", "GROUP", "BODY");
      messages.forEach(letter -> table.row(letter.sentAt(), letter.group(), letter.body()));
      return table.note("in " + queue);
    }
  }

  /** Messages that were received are hidden from the next request, and shown again at the end. */
  @Override
  public OperationResult run(Request request, Session session) {
    Subscriber subscriber = Subscribers.named(request.subscriber(), session);
    SqsClient sqs = session.clients().sqs();
    String url = QueueDepth.url(subscriber.deadLetters(), session);
    List<Message> received = new ArrayList<>();
    try {
      List<Message> some = receive(sqs, url, request.limit());
      while (!some.isEmpty() && received.size() < request.limit()) {
        received.addAll(some);
        some = receive(sqs, url, request.limit() - received.size());
      }
    } finally {
      received.forEach(
          message ->
              sqs.changeMessageVisibility(
                  change ->
                      change
                          .queueUrl(url)
                          .receiptHandle(message.receiptHandle())
                          .visibilityTimeout(0)));
    }
    return new Letters(
        subscriber.name(),
        subscriber.deadLetters(),
        received.stream().map(DeadLetters::letter).toList());
  }

  private static List<Message> receive(SqsClient sqs, String url, int limit) {
    if (limit <= 0) {
      return List.of();
    }
    return sqs.receiveMessage(
            receive ->
                receive
                    .queueUrl(url)
                    .maxNumberOfMessages(Math.min(limit, MOST_OF_A_REQUEST))
                    .visibilityTimeout(HIDDEN_SECONDS)
                    .messageSystemAttributeNames(
                        MessageSystemAttributeName.SENT_TIMESTAMP,
                        MessageSystemAttributeName.MESSAGE_GROUP_ID))
        .messages();
  }

  private static Letter letter(Message message) {
    return new Letter(
        message.messageId(),
        Instant.ofEpochMilli(
            Long.parseLong(message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP))),
        message.attributes().getOrDefault(MessageSystemAttributeName.MESSAGE_GROUP_ID, ""),
        message.body());
  }
}
