package io.dynamopatterns.common.delivery;

import static io.dynamopatterns.common.delivery.Received.required;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** Reads the messages of queues. */
final class QueueMessages implements Received.Source<SQSMessage, String> {
  @Override
  public String identifier(SQSMessage message) {
    return message.getMessageId();
  }

  /**
   * The group; messages of a standard queue may have one, too, for fair shares and without order.
   */
  @Override
  public String key(SQSMessage message) {
    String group = arn(message).endsWith(".fifo") ? attribute(message, "MessageGroupId") : "";
    return group.isEmpty() ? required(message.getMessageId(), "messageId") : group;
  }

  @Override
  public String shard(SQSMessage message) {
    return key(message);
  }

  @Override
  public Delivered<String> read(int index, SQSMessage message) {
    String key = key(message);
    return new Delivered<>(
        index,
        required(message.getBody(), "body"),
        key,
        arn(message),
        key,
        attribute(message, "SequenceNumber"),
        sent(attribute(message, "SentTimestamp")),
        required(message.getMessageId(), "messageId"));
  }

  private static String arn(SQSMessage message) {
    return Objects.requireNonNullElse(message.getEventSourceArn(), "");
  }

  private static String attribute(SQSMessage message, String name) {
    Map<String, String> attributes = message.getAttributes();
    return attributes == null ? "" : attributes.getOrDefault(name, "");
  }

  /** When the message was sent; absent in messages that tests make. */
  private static Instant sent(String millis) {
    return millis.isEmpty() ? Instant.EPOCH : Instant.ofEpochMilli(Long.parseLong(millis));
  }
}
