package io.dynamopatterns.operations.subscribers;

import io.dynamopatterns.operations.Session;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** How much is in a queue. */
record QueueDepth(long waiting, long inFlight) {
  static QueueDepth of(String name, Session session) {
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

  static String url(String name, Session session) {
    return session.clients().sqs().getQueueUrl(get -> get.queueName(name)).queueUrl();
  }
}
