package io.dynamopatterns.fanout.kit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** FIFO queues that keep what is sent to them, and fail as a test says. */
public final class FakeSqs implements SqsClient {
  /** A message as a queue has it. */
  public record Queued(String group, String deduplicationId, String body) {}

  /** What becomes of a request, or of one of its messages. */
  public enum Fate {
    TAKEN,
    /** Not taken, and may be the next time. */
    FAILED,
    /** A message that will never be taken. */
    REFUSED,
    /** Taken, but the sender never hears of it. */
    LOST,
    THROTTLED,
    DENIED,
    /** The process dies when all was taken. */
    KILLED
  }

  /** Chooses fates. */
  public interface Faults {
    /** Of a whole request to a queue; for TAKEN, that of each message is asked. */
    default Fate ofRequest(String queue) {
      return Fate.TAKEN;
    }

    default Fate ofMessage(String queue, String deduplicationId) {
      return Fate.TAKEN;
    }
  }

  private final Set<String> missing = new HashSet<>();
  private final Map<String, List<Queued>> queues = new HashMap<>();
  private final Map<String, List<Integer>> requests = new HashMap<>();
  private final Map<String, Set<String>> seen = new HashMap<>();
  private Faults faults = new Faults() {};

  public FakeSqs with(Faults chosen) {
    faults = chosen;
    return this;
  }

  /** There is no such queue from now on. */
  public synchronized void delete(String queue) {
    missing.add(queue);
  }

  /** The five minutes of deduplication are over: what is sent again is taken again. */
  public synchronized void forgetDuplicates() {
    seen.clear();
  }

  /** What a queue has, in order. */
  public synchronized List<Queued> messages(String queue) {
    return List.copyOf(queues.getOrDefault(queue, List.of()));
  }

  /** The sizes of the requests to a queue, those that failed among them. */
  public synchronized List<Integer> requests(String queue) {
    return List.copyOf(requests.getOrDefault(queue, List.of()));
  }

  @Override
  public synchronized SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
    String queue = request.queueUrl();
    requests.computeIfAbsent(queue, any -> new ArrayList<>()).add(request.entries().size());
    requireLegal(request);
    if (missing.contains(queue)) {
      throw QueueDoesNotExistException.builder()
          .statusCode(400)
          .message("the queue does not exist")
          .build();
    }
    return switch (faults.ofRequest(queue)) {
      case TAKEN -> take(request);
      case LOST -> {
        take(request);
        throw SdkClientException.create("the answer was lost");
      }
      case KILLED -> {
        take(request);
        throw new AssertionError("the process dies behind SendMessageBatch");
      }
      case THROTTLED -> throw refusal("RequestThrottled", 403);
      case DENIED -> throw refusal("AccessDenied", 403);
      case FAILED, REFUSED -> throw refusal("InternalError", 500);
    };
  }

  private SendMessageBatchResponse take(SendMessageBatchRequest request) {
    List<SendMessageBatchResultEntry> taken = new ArrayList<>();
    List<BatchResultErrorEntry> failed = new ArrayList<>();
    for (SendMessageBatchRequestEntry entry : request.entries()) {
      Fate fate = faults.ofMessage(request.queueUrl(), entry.messageDeduplicationId());
      if (fate == Fate.TAKEN) {
        append(request.queueUrl(), entry);
        taken.add(SendMessageBatchResultEntry.builder().id(entry.id()).build());
      } else {
        boolean refused = fate == Fate.REFUSED;
        failed.add(
            BatchResultErrorEntry.builder()
                .id(entry.id())
                .senderFault(refused)
                .code(refused ? "InvalidMessageContents" : "InternalError")
                .message("injected")
                .build());
      }
    }
    return SendMessageBatchResponse.builder().successful(taken).failed(failed).build();
  }

  private void append(String queue, SendMessageBatchRequestEntry entry) {
    if (seen.computeIfAbsent(queue, any -> new HashSet<>()).add(entry.messageDeduplicationId())) {
      queues
          .computeIfAbsent(queue, any -> new ArrayList<>())
          .add(
              new Queued(
                  entry.messageGroupId(), entry.messageDeduplicationId(), entry.messageBody()));
    }
  }

  private static void requireLegal(SendMessageBatchRequest request) {
    int bytes =
        request.entries().stream()
            .mapToInt(
                entry ->
                    entry.messageBody().getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
            .sum();
    Set<String> ids =
        request.entries().stream()
            .map(SendMessageBatchRequestEntry::id)
            .collect(Collectors.toSet());
    if (request.entries().isEmpty()
        || request.entries().size() > 10
        || ids.size() < request.entries().size()
        || bytes > 256 * 1024) {
      throw new AssertionError(
          "an illegal request: %d entries, %d bytes".formatted(request.entries().size(), bytes));
    }
  }

  private static SqsException refusal(String code, int status) {
    return (SqsException)
        SqsException.builder()
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(code).build())
            .message(code)
            .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
