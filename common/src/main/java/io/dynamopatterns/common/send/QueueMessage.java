package io.dynamopatterns.common.send;

import java.nio.charset.StandardCharsets;

/**
 * A message for an SQS FIFO queue.
 *
 * @param number the sender's own
 * @param group messages of the same group stay in order; 1 to 128 letters, digits and punctuation
 * @param deduplicationId what makes two messages one for five minutes; as a group
 * @param body of characters that SQS takes, which are those of XML
 */
public record QueueMessage(long number, String group, String deduplicationId, String body)
    implements Keyed {
  @Override
  public String key() {
    return group;
  }

  @Override
  public int size() {
    return body.getBytes(StandardCharsets.UTF_8).length;
  }
}
