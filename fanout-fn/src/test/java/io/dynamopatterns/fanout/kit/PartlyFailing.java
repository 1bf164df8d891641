package io.dynamopatterns.fanout.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** SQS that takes most of the messages of a request, and fails with the others. */
public final class PartlyFailing implements SqsClient {
  private final SqsClient inner;
  private final int percent;
  private final Random random = new Random(5);

  public PartlyFailing(SqsClient inner, int percent) {
    this.inner = inner;
    this.percent = percent;
  }

  @Override
  public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
    List<SendMessageBatchRequestEntry> passed = new ArrayList<>();
    List<BatchResultErrorEntry> failed = new ArrayList<>();
    for (SendMessageBatchRequestEntry entry : request.entries()) {
      // The first is always tried: a request that sends nothing would be none.
      if (!passed.isEmpty() && random.nextInt(100) < percent) {
        failed.add(
            BatchResultErrorEntry.builder()
                .id(entry.id())
                .senderFault(false)
                .code("InternalError")
                .message("injected")
                .build());
      } else {
        passed.add(entry);
      }
    }
    SendMessageBatchResponse answer =
        inner.sendMessageBatch(request.toBuilder().entries(passed).build());
    failed.addAll(answer.failed());
    return answer.toBuilder().failed(failed).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    inner.close();
  }
}
