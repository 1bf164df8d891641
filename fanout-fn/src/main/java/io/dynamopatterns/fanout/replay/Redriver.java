package io.dynamopatterns.fanout.replay;

import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.fanout.settings.Subscriber;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Has SQS move the dead letters of a subscriber back into its queue. SQS does so in the background,
 * one task a queue; asking again while one runs starts no second one.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html">
 *     StartMessageMoveTask</a>
 */
final class Redriver {
  private static final String RUNNING = "RUNNING";
  private static final int TASKS_SHOWN = 10;

  private final SqsClient sqs;

  Redriver(SqsClient sqs) {
    this.sqs = sqs;
  }

  /**
   * Starts a redrive, unless one runs.
   *
   * @param messagesPerSecond how many messages are moved at most, or empty for as many as SQS likes
   * @return whether one has started since this request, how many dead letters there were, and the
   *     last tasks
   */
  Map<String, Object> redrive(Subscriber subscriber, OptionalLong messagesPerSecond) {
    Map<QueueAttributeName, String> deadLetters =
        sqs.getQueueAttributes(
                get ->
                    get.queueUrl(subscriber.deadLetters())
                        .attributeNames(
                            QueueAttributeName.QUEUE_ARN,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
            .attributes();
    String source = deadLetters.get(QueueAttributeName.QUEUE_ARN);
    boolean started = running(source).isEmpty() && start(subscriber, source, messagesPerSecond);
    return new Answer()
        .put("started", started)
        .put(
            "deadLetters",
            Long.parseLong(deadLetters.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)))
        .put("tasks", tasks(source).stream().map(Redriver::shown).toList())
        .json();
  }

  /**
   * Whether a task has started. SQS refuses a second one, also when the first is this call's own
   * and its answer was lost.
   */
  private boolean start(Subscriber subscriber, String source, OptionalLong messagesPerSecond) {
    // Of the same account, and named: what the dispatcher put there itself came from no queue.
    String account = source.substring(0, source.lastIndexOf(':') + 1);
    String destination = account + subscriber.queueName();
    Set<Long> before = startTimes(source);
    try {
      sqs.startMessageMoveTask(
          start -> {
            start.sourceArn(source).destinationArn(destination);
            messagesPerSecond.ifPresent(
                rate -> start.maxNumberOfMessagesPerSecond(Math.toIntExact(rate)));
          });
      return true;
    } catch (SqsException e) {
      if (before.containsAll(startTimes(source))) {
        throw e;
      }
      return true;
    }
  }

  private Optional<ListMessageMoveTasksResultEntry> running(String source) {
    return tasks(source).stream().filter(task -> RUNNING.equals(task.status())).findFirst();
  }

  private Set<Long> startTimes(String source) {
    return tasks(source).stream()
        .map(ListMessageMoveTasksResultEntry::startedTimestamp)
        .collect(Collectors.toSet());
  }

  private List<ListMessageMoveTasksResultEntry> tasks(String source) {
    return sqs.listMessageMoveTasks(list -> list.sourceArn(source).maxResults(TASKS_SHOWN))
        .results();
  }

  private static Map<String, Object> shown(ListMessageMoveTasksResultEntry task) {
    return new Answer()
        .put("status", task.status())
        .put("startedAt", Instant.ofEpochMilli(task.startedTimestamp()).toString())
        .put("toMove", task.approximateNumberOfMessagesToMove())
        .put("moved", task.approximateNumberOfMessagesMoved())
        .put("failureReason", Optional.ofNullable(task.failureReason()))
        .json();
  }
}
