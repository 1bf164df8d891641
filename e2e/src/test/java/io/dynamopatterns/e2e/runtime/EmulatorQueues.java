package io.dynamopatterns.e2e.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Queues of an emulator, whose messages stay readable though reading takes them away. */
final class EmulatorQueues implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How long a message may take to its queue: what a bus sends is on its way for a while. */
  private static final int DELIVERY_SECONDS = 2;

  private final SqsClient sqs;
  private final Map<String, String> urls = new HashMap<>();
  private final Map<String, List<String>> received = new HashMap<>();

  EmulatorQueues(SqsClient sqs) {
    this.sqs = sqs;
  }

  /**
   * Creates queues as a deployment has them, those for dead letters before those that need them.
   */
  void create(List<QueueSpec> specs) {
    specs.stream()
        .sorted(Comparator.comparing(spec -> spec.redrive().isPresent()))
        .forEach(spec -> create(spec.name(), attributes(spec)));
  }

  /** Creates a queue and returns its ARN. */
  String create(String name, Map<QueueAttributeName, String> attributes) {
    String url =
        sqs.createQueue(create -> create.queueName(name).attributes(attributes)).queueUrl();
    urls.put(name, url);
    received.put(name, new ArrayList<>());
    return sqs.getQueueAttributes(
            get -> get.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes()
        .get(QueueAttributeName.QUEUE_ARN);
  }

  private static Map<QueueAttributeName, String> attributes(QueueSpec spec) {
    Map<QueueAttributeName, String> texts = new EnumMap<>(QueueAttributeName.class);
    texts.put(
        QueueAttributeName.VISIBILITY_TIMEOUT, Long.toString(spec.visibilityTimeout().toSeconds()));
    texts.put(QueueAttributeName.DELAY_SECONDS, Long.toString(spec.delay().toSeconds()));
    texts.put(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, Integer.toString(spec.maximumBytes()));
    if (spec.fifo()) {
      texts.put(QueueAttributeName.FIFO_QUEUE, "true");
      texts.put(
          QueueAttributeName.CONTENT_BASED_DEDUPLICATION,
          Boolean.toString(spec.contentBasedDeduplication()));
      texts.put(
          QueueAttributeName.DEDUPLICATION_SCOPE,
          spec.deduplicatesByGroup() ? "messageGroup" : "queue");
    }
    spec.redrive()
        .ifPresent(
            redrive ->
                texts.put(
                    QueueAttributeName.REDRIVE_POLICY,
                    JSON.createObjectNode()
                        .put("deadLetterTargetArn", redrive.deadLetterArn())
                        .put("maxReceiveCount", redrive.maximumReceives())
                        .toString()));
    return texts;
  }

  /** Every message that came to a queue until now. */
  List<String> messages(String name) {
    String url = urls.get(name);
    List<Message> messages;
    do {
      messages =
          sqs.receiveMessage(
                  receive ->
                      receive
                          .queueUrl(url)
                          .maxNumberOfMessages(10)
                          .waitTimeSeconds(DELIVERY_SECONDS))
              .messages();
      for (Message message : messages) {
        received.get(name).add(message.body());
        sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
      }
    } while (!messages.isEmpty());
    return List.copyOf(received.get(name));
  }

  @Override
  public void close() {
    sqs.close();
  }
}
