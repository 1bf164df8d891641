package io.dynamopatterns.common.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.PassingTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

class FifoQueueTest {
  private static final String URL = "https://sqs.us-east-1.amazonaws.com/123456789012/orders.fifo";
  private static final Backoff QUICK =
      new Backoff(40, Duration.ofSeconds(1), Duration.ofSeconds(1));
  private static final int KILOBYTE = 1024;

  private final List<String> refused = new ArrayList<>();
  private final Queue queue = new Queue();

  @Property(tries = 100)
  void whateverFailsEveryGroupsMessagesArriveInTheirOrder(
      @ForAll @IntRange(min = 0, max = 200) int messages,
      @ForAll @IntRange(min = 1, max = 40) int groups,
      @ForAll @DoubleRange(min = 0, max = 0.6) double failures,
      @ForAll long seed) {
    Random random = new Random(seed);
    Queue queue = new Queue();
    queue.failure = entry -> random.nextDouble() < failures ? "InternalError" : null;
    queue.lost = () -> random.nextDouble() < failures / 2;
    List<QueueMessage> all =
        IntStream.range(0, messages)
            .mapToObj(number -> message(number, "group-" + random.nextInt(groups), 20))
            .toList();
    assertThat(send(queue, all)).isEmpty();
    for (int group = 0; group < groups; group++) {
      String id = "group-" + group;
      assertThat(
              queue.taken.stream()
                  .filter(entry -> entry.messageGroupId().equals(id))
                  .map(SendMessageBatchRequestEntry::messageDeduplicationId)
                  .distinct())
          .containsExactlyElementsOf(
              all.stream()
                  .filter(message -> message.group().equals(id))
                  .map(QueueMessage::deduplicationId)
                  .toList());
    }
  }

  @Test
  void requestsHaveTenMessagesOfDifferentGroupsAtMost() {
    send(IntStream.range(0, 24).mapToObj(n -> message(n, "group-" + n % 12, 20)).toList());
    assertThat(queue.requests).containsExactly(10, 10, 4);
  }

  @Test
  void requestsStayBelowTheirSize() {
    send(IntStream.range(0, 6).mapToObj(n -> message(n, "group-" + n, 100 * KILOBYTE)).toList());
    assertThat(queue.requests).containsExactly(2, 2, 2);
  }

  @Test
  void aMessageThatIsTooLargeIsReportedAndDoesNotBlock() {
    assertThat(send(List.of(message(1, "a", 257 * KILOBYTE), message(2, "a", 20)))).isEmpty();
    assertThat(refused)
        .containsExactly("1: it has 263168 bytes, and queue orders.fifo takes 262144");
    assertThat(queue.taken)
        .extracting(SendMessageBatchRequestEntry::messageDeduplicationId)
        .containsExactly("id-2");
  }

  @Test
  void aMessageThatTheQueueRefusesIsReportedAndDoesNotBlock() {
    queue.failure =
        entry -> entry.messageDeduplicationId().equals("id-1") ? "InvalidMessageContents" : null;
    assertThat(send(List.of(message(1, "a", 20), message(2, "a", 20)))).isEmpty();
    assertThat(refused).containsExactly("1: InvalidMessageContents: no");
  }

  @ParameterizedTest
  @ValueSource(strings = {"KMS.AccessDeniedException", "RequestThrottled", "InternalError"})
  void whatIsTheQueuesFaultIsNoRefusalOfTheMessage(String code) {
    queue.failure = entry -> code;
    assertThatThrownBy(() -> send(List.of(message(1, "a", 20))))
        .hasMessage("queue orders.fifo takes no messages: %s: no".formatted(code));
    assertThat(refused).isEmpty();
  }

  @Test
  void aQueueThatIsNotThereIsNotTriedAgain() {
    queue.gone = true;
    assertThatThrownBy(() -> send(List.of(message(1, "a", 20))))
        .isInstanceOf(QueueDoesNotExistException.class);
    assertThat(queue.requests).hasSize(1);
  }

  private List<QueueMessage> send(List<QueueMessage> messages) {
    return send(queue, messages);
  }

  private List<QueueMessage> send(Queue queue, List<QueueMessage> messages) {
    return new OrderedSender<>(new FifoQueue(queue, URL), QUICK)
        .send(
            messages,
            new PassingTime().deadline(Duration.ofHours(1)),
            (message, reason) -> refused.add(message.number() + ": " + reason))
        .leftOrThrow();
  }

  private static QueueMessage message(long number, String group, int size) {
    return new QueueMessage(number, group, "id-" + number, "x".repeat(size));
  }

  /** A queue that may fail for single messages, and whose answers may get lost. */
  private static final class Queue implements SqsClient {
    private final List<SendMessageBatchRequestEntry> taken = new ArrayList<>();
    private final List<Integer> requests = new ArrayList<>();
    private Function<SendMessageBatchRequestEntry, String> failure = entry -> null;
    private BooleanSupplier lost = () -> false;
    private boolean gone;

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
      requests.add(request.entries().size());
      if (gone) {
        throw QueueDoesNotExistException.builder().message("no such queue").statusCode(400).build();
      }
      assertThat(request.queueUrl()).isEqualTo(URL);
      List<SendMessageBatchResultEntry> good = new ArrayList<>();
      List<BatchResultErrorEntry> bad = new ArrayList<>();
      for (SendMessageBatchRequestEntry entry : request.entries()) {
        String code = failure.apply(entry);
        if (code == null) {
          taken.add(entry);
          good.add(SendMessageBatchResultEntry.builder().id(entry.id()).build());
        } else {
          bad.add(
              BatchResultErrorEntry.builder()
                  .id(entry.id())
                  .code(code)
                  .message("no")
                  .senderFault(true)
                  .build());
        }
      }
      if (lost.getAsBoolean()) {
        throw SdkClientException.create("connection reset");
      }
      return SendMessageBatchResponse.builder().successful(good).failed(bad).build();
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
}
