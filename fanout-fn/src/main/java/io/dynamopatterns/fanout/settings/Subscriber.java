package io.dynamopatterns.fanout.settings;

import java.util.List;

/**
 * One that wants changes.
 *
 * @param name its name
 * @param queue the URL of its FIFO queue
 * @param deadLetters the URL of the FIFO queue for messages that it did not take
 * @param filters EventBridge patterns, ORed; none lets every change through
 * @param target where its messages go from the queue
 */
public record Subscriber(
    String name, String queue, String deadLetters, List<String> filters, SubscriberTarget target) {

  /** The name of its queue. */
  public String queueName() {
    return queue.substring(queue.lastIndexOf('/') + 1);
  }

  /** Whether this is the ARN of its queue. */
  public boolean hasQueue(String arn) {
    String[] parts = arn.split(":");
    return parts.length == 6 && queue.endsWith('/' + parts[4] + '/' + parts[5]);
  }
}
