package io.dynamopatterns.operations;

import java.util.Map;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * How much is in a queue, about.
 *
 * @param waiting messages that can be received
 * @param inFlight messages that were received and are neither deleted nor visible again
 */
public record QueueDepth(long waiting, long inFlight) {
  public static QueueDepth of(String name, Session session) {
    Map<QueueAttributeName, String> attributes =
        session
            .clients()
            .sqs()
            .getQueueAttributes(
                get ->
                    get.queueUrl(url(name, session))
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
            .attributes();
    return new QueueDepth(
        Long.parseLong(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)),
        Long.parseLong(
            attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)));
  }

  /** The URL of a queue by its name. */
  public static String url(String name, Session session) {
    return session.clients().sqs().getQueueUrl(get -> get.queueName(name)).queueUrl();
  }
}
