package io.dynamopatterns.common.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.dynamopatterns.common.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

class StreamBatchTest {
  private static final Deadline AMPLE = Deadline.after(Duration.ofHours(1));

  /**
   * Records are the letters of a word: a lane per letter, the index as sequence number. Some fail.
   */
  @Property
  void aLaneStopsAtItsFailureAndTheBatchReportsTheLowest(
      @ForAll @StringLength(min = 1, max = 30) @CharRange(from = 'a', to = 'e') String word,
      @ForAll @Size(max = 4) Set<@IntRange(min = 0, max = 29) Integer> failing,
      @ForAll @IntRange(min = 1, max = 4) int parallelism) {
    Map<String, List<Integer>> applied = new ConcurrentHashMap<>();
    StreamBatch<KinesisEventRecord> batch = StreamBatch.of(kinesis(word), StreamBatchTest::key);

    batch.process(
        parallelism,
        AMPLE,
        lane -> {
          for (KinesisEventRecord message : lane) {
            int index = index(message);
            if (failing.contains(index)) {
              throw new RecordFailedException(message, new IllegalStateException("fails"));
            }
            applied.computeIfAbsent(key(message), any -> new ArrayList<>()).add(index);
          }
        });

    Map<String, List<Integer>> expected = new HashMap<>();
    Set<String> stopped = new HashSet<>();
    Integer lowest = null;
    for (int i = 0; i < word.length(); i++) {
      String key = word.substring(i, i + 1);
      if (!stopped.contains(key) && failing.contains(i)) {
        stopped.add(key);
        lowest = lowest == null ? i : lowest;
      }
      if (!stopped.contains(key)) {
        expected.computeIfAbsent(key, any -> new ArrayList<>()).add(i);
      }
    }
    assertThat(applied).isEqualTo(expected);
    assertThat(failures(batch.response()))
        .isEqualTo(lowest == null ? List.of() : List.of(Integer.toString(lowest)));
  }

  @Test
  void aLaneThatThrowsFailsAtItsFirstRecord() {
    StreamBatch<KinesisEventRecord> batch = StreamBatch.of(kinesis("abab"), StreamBatchTest::key);

    batch.process(
        2,
        AMPLE,
        lane -> {
          if (key(lane.getFirst()).equals("b")) {
            throw new IllegalStateException("throttled");
          }
        });

    assertThat(failures(batch.response())).containsExactly("1");
  }

  @Test
  void lanesThatHaveNotStartedAtTheDeadlineAreDeliveredAgain() {
    StreamBatch<KinesisEventRecord> batch = StreamBatch.of(kinesis("ab"), StreamBatchTest::key);

    batch.process(1, Deadline.after(Duration.ZERO), lane -> assertThat(lane).isEmpty());

    assertThat(failures(batch.response())).containsExactly("0");
  }

  /** An error, such as no memory left, must not pass for success. */
  @Test
  void anErrorInALaneEndsTheRun() {
    StreamBatch<KinesisEventRecord> batch = StreamBatch.of(kinesis("abc"), StreamBatchTest::key);

    assertThatThrownBy(
            () ->
                batch.process(
                    3,
                    AMPLE,
                    lane -> {
                      throw new OutOfMemoryError("injected");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void lanesThatAnInterruptKeptFromRunningAreDeliveredAgain() {
    StreamBatch<KinesisEventRecord> batch = StreamBatch.of(kinesis("abcdef"), StreamBatchTest::key);
    Set<String> run = ConcurrentHashMap.newKeySet();
    Thread caller = Thread.currentThread();

    batch.process(
        2,
        AMPLE,
        lane -> {
          run.add(key(lane.getFirst()));
          caller.interrupt();
        });

    assertThat(Thread.interrupted()).isTrue();
    Set<String> failed = new HashSet<>();
    batch.forEachFailure((message, cause) -> failed.add(key(message)));
    failed.addAll(run);
    assertThat(failed).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
  }

  @Test
  void aRecordWithoutItsContentFailsTheBatchAndNotTheAnswer() {
    KinesisEvent event = kinesis("ab");
    event.getRecords().add(0, new KinesisEventRecord());

    StreamBatch<KinesisEventRecord> batch = StreamBatch.of(event, StreamBatchTest::key);

    assertThat(batch.response().getBatchItemFailures())
        .as("no identifier: Lambda takes the whole batch as failed")
        .singleElement()
        .satisfies(failure -> assertThat(failure.getItemIdentifier()).isNull());
  }

  @Test
  void aRecordWithoutALaneFailsAloneAndTheOthersGoOn() {
    List<String> processed = new ArrayList<>();
    StreamBatch<KinesisEventRecord> batch =
        StreamBatch.of(
            kinesis("axb"),
            message -> {
              if (key(message).equals("x")) {
                throw new IllegalArgumentException("no key");
              }
              return key(message);
            });

    batch.process(1, AMPLE, lane -> processed.add(key(lane.getFirst())));

    assertThat(processed).containsExactly("a", "b");
    assertThat(failures(batch.response())).containsExactly("1");
    batch.forEachFailure((message, cause) -> assertThat(cause).hasMessage("no key"));
  }

  @Test
  void aChangeWithoutKeysFailsAloneAndSaysWhatIsMissing() {
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(List.of(change("1", "a"), change("2", null), change("3", "a")));

    StreamBatch<DynamodbEvent.DynamodbStreamRecord> batch = StreamBatch.of(event);

    assertThat(batch.lanes()).hasSize(1);
    assertThat(batch.lanes().getFirst()).hasSize(2);
    assertThat(failures(batch.response())).containsExactly("2");
    batch.forEachFailure(
        (change, cause) -> assertThat(cause).hasMessageContaining("no dynamodb.Keys"));
  }

  @Test
  void anEmptyEventSucceeds() {
    assertThat(failures(StreamBatch.of(new DynamodbEvent()).response())).isEmpty();
  }

  private static List<String> failures(StreamsEventResponse response) {
    return response.getBatchItemFailures().stream()
        .map(BatchItemFailure::getItemIdentifier)
        .toList();
  }

  private static KinesisEvent kinesis(String word) {
    List<KinesisEventRecord> records = new ArrayList<>();
    for (int i = 0; i < word.length(); i++) {
      KinesisEvent.Record message = new KinesisEvent.Record();
      message.setPartitionKey(word.substring(i, i + 1));
      message.setSequenceNumber(Integer.toString(i));
      KinesisEventRecord eventRecord = new KinesisEventRecord();
      eventRecord.setKinesis(message);
      records.add(eventRecord);
    }
    KinesisEvent event = new KinesisEvent();
    event.setRecords(records);
    return event;
  }

  private static DynamodbEvent.DynamodbStreamRecord change(String sequenceNumber, String key) {
    StreamRecord change = new StreamRecord();
    change.setSequenceNumber(sequenceNumber);
    if (key != null) {
      change.setKeys(Map.of("id", new AttributeValue().withS(key)));
    }
    DynamodbEvent.DynamodbStreamRecord eventRecord = new DynamodbEvent.DynamodbStreamRecord();
    eventRecord.setDynamodb(change);
    return eventRecord;
  }

  private static String key(KinesisEventRecord message) {
    return message.getKinesis().getPartitionKey();
  }

  private static int index(KinesisEventRecord message) {
    return Integer.parseInt(message.getKinesis().getSequenceNumber());
  }
}
