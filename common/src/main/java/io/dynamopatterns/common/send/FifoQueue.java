package io.dynamopatterns.common.send;

import io.dynamopatterns.common.Deadline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * An SQS FIFO queue. For modules that have the SDK's {@code sqs}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html">
 *     SendMessageBatch</a>
 */
public final class FifoQueue implements Target<QueueMessage> {
  /**
   * The limit of bytes in one request, and so in one message: 1 MB in newer Regions, this in all.
   */
  public static final int MAX_BYTES = 256 * 1024;

  private static final Limits LIMITS = new Limits(10, MAX_BYTES, MAX_BYTES, MAX_BYTES);

  /**
   * The errors of a message that are about the message. All others, such as those of the queue's
   * key, are about the queue and would meet every message.
   */
  private static final Set<String> REFUSALS =
      Set.of("InvalidMessageContents", "InvalidParameterValue", "MessageTooLong");

  private final SqsClient client;
  private final String url;

  /**
   * @param url the queue's URL
   */
  public FifoQueue(SqsClient client, String url) {
    this.client = client;
    this.url = url;
  }

  @Override
  public String name() {
    return "queue " + url.substring(url.lastIndexOf('/') + 1);
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public List<Result> send(List<QueueMessage> messages, Deadline deadline) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (QueueMessage message : messages) {
      entries.add(entry(Integer.toString(entries.size()), message));
    }
    SendMessageBatchResponse response =
        client.sendMessageBatch(
            send ->
                send.queueUrl(url)
                    .entries(entries)
                    .overrideConfiguration(call -> call.apiCallTimeout(deadline.callTimeout())));
    List<Result> results = new ArrayList<>(Collections.nCopies(entries.size(), new Result.Taken()));
    response.failed().forEach(error -> results.set(Integer.parseInt(error.id()), result(error)));
    return results;
  }

  private static Result result(BatchResultErrorEntry error) {
    String reason = error.code() + ": " + error.message();
    return REFUSALS.contains(error.code()) ? new Result.Refused(reason) : new Result.Failed(reason);
  }

  private static SendMessageBatchRequestEntry entry(String id, QueueMessage message) {
    return SendMessageBatchRequestEntry.builder()
        .id(id)
        .messageGroupId(message.group())
        .messageDeduplicationId(message.deduplicationId())
        .messageBody(message.body())
        .build();
  }
}
