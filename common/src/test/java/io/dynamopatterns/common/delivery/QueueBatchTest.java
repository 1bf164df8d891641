package io.dynamopatterns.common.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.dynamopatterns.common.invocation.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class QueueBatchTest {
  private static final Call AMPLE = StreamBatchTest.call(Duration.ofHours(1));
  private static final String FIFO = "arn:aws:sqs:us-east-1:123456789012:orders.fifo";
  private static final String STANDARD = "arn:aws:sqs:us-east-1:123456789012:orders";

  /** Messages are the letters of a word: a group per letter, the index as id. Some fail. */
  @Property
  void aFailedMessageOfAFifoQueueFailsTheRestOfItsGroupAndNoOther(
      @ForAll @StringLength(min = 1, max = 30) @CharRange(from = 'a', to = 'e') String word,
      @ForAll @Size(max = 4) Set<@IntRange(min = 0, max = 29) Integer> failing,
      @ForAll @IntRange(min = 1, max = 4) int parallelism) {
    Set<Integer> applied = ConcurrentHashMap.newKeySet();

    QueueBatch<String> batch =
        QueueBatch.of(messages(FIFO, word))
            .parallel(parallelism)
            .run(
                AMPLE,
                "applied",
                lane -> {
                  for (Delivered<String> each : lane.records()) {
                    if (failing.contains(each.index())) {
                      throw new RecordFailedException(each, new IllegalStateException("fails"));
                    }
                    applied.add(each.index());
                  }
                });

    List<String> expected = restOfGroups(word, failing);
    assertThat(failures(batch)).isEqualTo(expected);
    assertThat(applied).hasSize(word.length() - expected.size());
  }

  @Property
  void aRejectedMessageOfAFifoQueueFailsTheRestOfItsGroupUnprocessed(
      @ForAll @StringLength(min = 1, max = 30) @CharRange(from = 'a', to = 'e') String word,
      @ForAll @Size(max = 4) Set<@IntRange(min = 0, max = 29) Integer> rejected) {
    Set<Integer> applied = new HashSet<>();

    QueueBatch<String> batch =
        QueueBatch.of(messages(FIFO, word))
            .map(
                each -> {
                  if (rejected.contains(each.index())) {
                    throw new IllegalStateException("not a letter");
                  }
                  return each.value();
                })
            .together(
                AMPLE, "applied", records -> records.forEach(each -> applied.add(each.index())));

    List<String> expected = restOfGroups(word, rejected);
    assertThat(failures(batch)).isEqualTo(expected);
    assertThat(applied).hasSize(word.length() - expected.size());
  }

  /** What was taken after a failed message of its group is delivered again, too: order first. */
  @Test
  void messagesThatWereTakenAfterAFailedOneOfTheirGroupAreDeliveredAgain() {
    QueueBatch<String> batch = QueueBatch.of(messages(FIFO, "abab"));

    batch.together(
        AMPLE,
        "applied",
        records -> batch.fail(records.getFirst(), new IllegalStateException("refused")));

    assertThat(failures(batch)).containsExactly("0", "2");
  }

  /** Negative control: the rest of a group is failed for the order of FIFO queues alone. */
  @Test
  void aFailedMessageOfAStandardQueueFailsAlone() {
    QueueBatch<String> batch =
        QueueBatch.of(messages(STANDARD, "aaaa"))
            .run(
                AMPLE,
                "applied",
                lane -> {
                  if (lane.records().getFirst().index() == 1) {
                    throw new IllegalStateException("fails");
                  }
                });

    assertThat(failures(batch)).containsExactly("1");
  }

  @Test
  void groupsThatHaveNotStartedAtTheDeadlineAreDeliveredAgainWhole() {
    QueueBatch<String> batch =
        QueueBatch.of(messages(FIFO, "aba"))
            .run(StreamBatchTest.call(Duration.ZERO), "applied", lane -> assertThat(lane).isNull());

    assertThat(failures(batch)).containsExactly("0", "1", "2");
  }

  @Test
  void aMessageWithoutAnIdFailsTheBatchAndNotTheAnswer() {
    SQSEvent event = messages(FIFO, "ab");
    event.getRecords().getFirst().setMessageId(null);

    assertThat(failures(QueueBatch.of(event).run(AMPLE, "applied", lane -> {})))
        .as("no identifier: Lambda takes the whole batch as failed")
        .containsExactly((String) null);
  }

  @Test
  void aMessageSaysItsPlaceInTheQueue() {
    QueueBatch.of(messages(FIFO, "a"))
        .together(
            AMPLE,
            "read",
            records ->
                assertThat(records)
                    .containsExactly(
                        new Delivered<>(
                            0,
                            "a",
                            "a",
                            FIFO,
                            "a",
                            "100",
                            Instant.parse("2026-11-20T10:00:00Z"),
                            "0")));
  }

  @Test
  void aMessageThatTheParserRefusesFailsAndTheOthersAreProcessedByTheirValues() {
    List<Integer> applied = new ArrayList<>();

    QueueBatch<Integer> batch =
        QueueBatch.of(messages(FIFO, "1x2"), Integer::valueOf)
            .parallel(1)
            .run(AMPLE, "applied", lane -> applied.add(lane.records().getFirst().value()));

    assertThat(applied).containsExactly(1, 2);
    assertThat(failures(batch)).containsExactly("1");
  }

  @Test
  void anEmptyEventSucceeds() {
    assertThat(failures(QueueBatch.of(new SQSEvent()).run(AMPLE, "applied", lane -> {}))).isEmpty();
  }

  private static List<String> restOfGroups(String word, Set<Integer> failing) {
    List<String> rest = new ArrayList<>();
    Set<String> stopped = new HashSet<>();
    for (int i = 0; i < word.length(); i++) {
      String group = word.substring(i, i + 1);
      if (failing.contains(i)) {
        stopped.add(group);
      }
      if (stopped.contains(group)) {
        rest.add(Integer.toString(i));
      }
    }
    return rest;
  }

  private static List<String> failures(QueueBatch<?> batch) {
    return batch.response().getBatchItemFailures().stream()
        .map(BatchItemFailure::getItemIdentifier)
        .toList();
  }

  /** One message per letter, of the letter's group: standard queues have groups for fairness. */
  private static SQSEvent messages(String queueArn, String word) {
    List<SQSMessage> messages = new ArrayList<>();
    for (int i = 0; i < word.length(); i++) {
      SQSMessage message = new SQSMessage();
      message.setMessageId(Integer.toString(i));
      message.setBody(word.substring(i, i + 1));
      message.setEventSourceArn(queueArn);
      message.setAttributes(
          Map.of(
              "MessageGroupId", word.substring(i, i + 1),
              "SequenceNumber", Integer.toString(100 + i),
              "SentTimestamp", "1795168800000"));
      messages.add(message);
    }
    SQSEvent event = new SQSEvent();
    event.setRecords(messages);
    return event;
  }
}
