package io.dynamopatterns.common.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.telemetry.Telemetry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamBatchTest {
  private static final Call AMPLE = call(Duration.ofHours(1));
  private static final Instant ARRIVAL = Instant.parse("2026-11-20T10:00:00Z");
  private static final String ARN =
      "arn:aws:dynamodb:us-east-1:123456789012:table/pages/stream/2026-11-20T00:00:00.000";

  /**
   * Records are the letters of a word: a lane per letter, the index as sequence number. Some fail.
   */
  @Property
  void aLaneStopsAtItsFailureAndTheBatchReportsTheLowest(
      @ForAll @StringLength(min = 1, max = 30) @CharRange(from = 'a', to = 'e') String word,
      @ForAll @Size(max = 4) Set<@IntRange(min = 0, max = 29) Integer> failing,
      @ForAll @IntRange(min = 1, max = 4) int parallelism) {
    Map<String, List<Integer>> applied = new ConcurrentHashMap<>();

    StreamBatch<String> batch =
        words(word)
            .by(letter -> letter)
            .parallel(parallelism)
            .run(
                AMPLE,
                "applied",
                lane -> {
                  for (Delivered<String> each : lane.records()) {
                    if (failing.contains(each.index())) {
                      throw new RecordFailedException(each, new IllegalStateException("fails"));
                    }
                    applied.computeIfAbsent(lane.key(), any -> new ArrayList<>()).add(each.index());
                  }
                });

    assertThat(applied).isEqualTo(expected(word, failing));
    assertThat(failures(batch)).isEqualTo(lowest(word, failing));
  }

  /** As above, with records that cannot be read: the lane is that of the partition key. */
  @Property
  void aRejectedRecordStopsTheLaneOfItsKeyAndThoseBeforeItAreProcessed(
      @ForAll @StringLength(min = 1, max = 30) @CharRange(from = 'a', to = 'e') String word,
      @ForAll @Size(max = 4) Set<@IntRange(min = 0, max = 29) Integer> rejected) {
    Map<String, List<Integer>> applied = new ConcurrentHashMap<>();

    StreamBatch<String> batch =
        StreamBatch.of(kinesis(word))
            .map(
                each -> {
                  if (rejected.contains(each.index())) {
                    throw new IllegalStateException("not a letter");
                  }
                  return text(each.value());
                })
            .run(
                AMPLE,
                "applied",
                lane ->
                    lane.records()
                        .forEach(
                            each ->
                                applied
                                    .computeIfAbsent(lane.key(), any -> new ArrayList<>())
                                    .add(each.index())));

    assertThat(applied).isEqualTo(expected(word, rejected));
    assertThat(failures(batch)).isEqualTo(lowest(word, rejected));
  }

  @Test
  void aLaneThatThrowsFailsAtItsFirstRecord() {
    StreamBatch<String> batch =
        words("abab")
            .run(
                AMPLE,
                "applied",
                lane -> {
                  if (lane.key().equals("b")) {
                    throw new IllegalStateException("throttled");
                  }
                });

    assertThat(failures(batch)).containsExactly("1");
  }

  @Test
  void lanesThatHaveNotStartedAtTheDeadlineAreDeliveredAgain() {
    StreamBatch<String> batch =
        words("ab").run(call(Duration.ZERO), "applied", lane -> assertThat(lane).isNull());

    assertThat(failures(batch)).containsExactly("0");
  }

  /** An error, such as no memory left, must not pass for success. */
  @Test
  void anErrorInALaneEndsTheRun() {
    for (int parallelism : List.of(1, 3)) {
      assertThatThrownBy(
              () ->
                  words("abc")
                      .parallel(parallelism)
                      .run(
                          AMPLE,
                          "applied",
                          lane -> {
                            throw new OutOfMemoryError("injected");
                          }))
          .isInstanceOf(OutOfMemoryError.class);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lanesThatAnInterruptKeptFromRunningAreDeliveredAgain(boolean first) {
    Set<String> run = ConcurrentHashMap.newKeySet();
    Thread caller = Thread.currentThread();
    CountDownLatch never = new CountDownLatch(1);

    StreamBatch<String> batch =
        words("abcdef")
            .parallel(2)
            .run(
                new Call(AMPLE.deadline(), AMPLE.telemetry(), first),
                "applied",
                lane -> {
                  run.add(lane.key());
                  caller.interrupt();
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    // The batch ends.
                  }
                });

    assertThat(Thread.interrupted()).isTrue();
    Set<String> accounted = new HashSet<>(run);
    for (int i = 0; i < 6; i++) {
      if (batch.hasFailed(i)) {
        accounted.add("abcdef".substring(i, i + 1));
      }
    }
    assertThat(run).hasSizeLessThan(6);
    assertThat(accounted).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
  }

  @Test
  void lanesAreProcessedAtTheSameTime() {
    CountDownLatch all = new CountDownLatch(4);

    StreamBatch<String> batch =
        words("abcd")
            .run(
                AMPLE,
                "applied",
                lane -> {
                  all.countDown();
                  assertThat(await(all, Duration.ofMinutes(1))).isTrue();
                });

    assertThat(failures(batch)).isEmpty();
  }

  @Test
  void inTheFirstInvocationTheFirstLaneIsProcessedBeforeTheOthersAndThoseAtTheSameTime() {
    List<String> ended = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch others = new CountDownLatch(3);
    Call first = new Call(AMPLE.deadline(), AMPLE.telemetry(), true);

    StreamBatch<String> batch =
        words("abcd")
            .run(
                first,
                "applied",
                lane -> {
                  if (lane.key().equals("a")) {
                    assertThat(await(others, Duration.ofMillis(200))).isFalse();
                    assertThat(others.getCount()).isEqualTo(3);
                  } else {
                    others.countDown();
                    // Less than the head start.
                    assertThat(await(others, Duration.ofMillis(1_500))).isTrue();
                  }
                  ended.add(lane.key());
                });

    assertThat(failures(batch)).isEmpty();
    assertThat(ended).startsWith("a").containsExactlyInAnyOrder("a", "b", "c", "d");
  }

  @Test
  void aFirstLaneThatHangsKeepsNoOtherFromBeingProcessed() {
    CountDownLatch others = new CountDownLatch(3);
    // Less than the longest head start.
    Deadline soon = Deadline.after(Duration.ofMillis(1_800));

    StreamBatch<String> batch =
        words("abcd")
            .run(
                new Call(soon, AMPLE.telemetry(), true),
                "applied",
                lane -> {
                  if (lane.key().equals("a")) {
                    assertThat(await(others, Duration.ofMinutes(1))).isTrue();
                  } else {
                    others.countDown();
                  }
                });

    assertThat(failures(batch)).isEmpty();
  }

  private static boolean await(CountDownLatch latch, Duration time) {
    try {
      return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void togetherTakesTheRecordsOfAllLanesInTheirOrderAndReportsTheLowestThatFailed() {
    StreamBatch<String> batch = words("abcab");
    List<String> seen = new ArrayList<>();

    batch.together(
        AMPLE,
        "applied",
        records -> {
          records.forEach(each -> seen.add(each.value()));
          batch.fail(records.get(3), new IllegalStateException("refused"));
          batch.fail(records.get(2), new IllegalStateException("refused"));
        });

    assertThat(seen).containsExactly("a", "b", "c", "a", "b");
    assertThat(failures(batch)).containsExactly("2");
  }

  @Test
  void aRecordWithoutItsContentFailsTheBatchAndNotTheAnswer() {
    KinesisEvent event = kinesis("ab");
    event.getRecords().add(0, new KinesisEventRecord());

    StreamBatch<ByteBuffer> batch = StreamBatch.of(event).run(AMPLE, "applied", lane -> {});

    assertThat(batch.response().getBatchItemFailures())
        .as("no identifier: Lambda takes the whole batch as failed")
        .singleElement()
        .satisfies(failure -> assertThat(failure.getItemIdentifier()).isNull());
  }

  /** Records without a key share a lane, and a record without any content does not stop it. */
  @Test
  void aRecordWithoutItsContentStopsNoLane() {
    KinesisEvent event = kinesis("ab");
    event.getRecords().get(1).getKinesis().setPartitionKey(null);
    event.getRecords().add(0, new KinesisEventRecord());
    List<Integer> processed = new ArrayList<>();

    StreamBatch.of(event)
        .parallel(1)
        .run(AMPLE, "read", lane -> lane.records().forEach(each -> processed.add(each.index())));

    assertThat(processed).containsExactly(1, 2);
  }

  @Test
  void aKinesisRecordWithoutDataStopsThePartitionKeyThatItHas() {
    KinesisEvent event = kinesis("aba");
    event.getRecords().getFirst().getKinesis().setData(null);
    List<Integer> processed = new ArrayList<>();

    StreamBatch.of(event)
        .run(AMPLE, "read", lane -> lane.records().forEach(each -> processed.add(each.index())));

    assertThat(processed).containsExactly(1);
  }

  @Test
  void shardsAreDistinguishedByTheirWholeNames() {
    List<String> shards =
        List.of("shardId-1", "shardId-2", "shardId-2", "shardId-22", "shardId-1", "shardId-1");
    KinesisEvent event = kinesis("abcdef");
    for (int i = 0; i < shards.size(); i++) {
      event.getRecords().get(i).setEventID(shards.get(i) + ":" + i);
    }
    Map<String, Integer> lanes = new HashMap<>();

    StreamBatch.of(event)
        .byShard()
        .parallel(1)
        .run(AMPLE, "read", lane -> lanes.put(lane.key(), lane.records().size()));

    assertThat(lanes).isEqualTo(Map.of("shardId-1", 3, "shardId-2", 2, "shardId-22", 1));
  }

  @Test
  void aRecordThatCannotBeReadFailsAloneWhereLanesAreMadeOfValues() {
    List<String> processed = new ArrayList<>();

    StreamBatch<String> batch =
        StreamBatch.of(kinesis("axb"), StreamBatchTest::letter)
            .by(letter -> letter)
            .parallel(1)
            .run(AMPLE, "applied", lane -> processed.add(lane.key()));

    assertThat(processed).containsExactly("a", "b");
    assertThat(failures(batch)).containsExactly("1");
  }

  @Test
  void aRejectedRecordStopsItsShardWhereLanesAreShards() {
    List<Integer> processed = new ArrayList<>();

    StreamBatch<String> batch =
        StreamBatch.of(kinesis("axb"), StreamBatchTest::letter)
            .byShard()
            .run(
                AMPLE,
                "applied",
                lane -> lane.records().forEach(each -> processed.add(each.index())));

    assertThat(processed).containsExactly(0);
    assertThat(failures(batch)).containsExactly("1");
  }

  @Test
  void aRecordWithoutALaneIsRejectedAlone() {
    StreamBatch<String> batch =
        words("axb")
            .by(letter -> letter.equals("x") ? null : letter)
            .run(AMPLE, "applied", lane -> {});

    assertThat(failures(batch)).containsExactly("1");
  }

  @Test
  void aKinesisRecordSaysWhereItComesFrom() {
    KinesisEvent event = kinesis("a");
    event.getRecords().getFirst().setEventSourceARN("arn:stream");

    StreamBatch.of(event)
        .together(
            AMPLE,
            "read",
            records ->
                assertThat(records.getFirst().with("a"))
                    .isEqualTo(
                        new Delivered<>(
                            0,
                            "a",
                            "a",
                            "arn:stream",
                            "shardId-000000000001",
                            "0",
                            ARRIVAL,
                            "shardId-000000000001:0")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":1", "a b:1", "shardId-1"})
  void anEventIdWithoutAShardIsRejected(String eventId) {
    KinesisEvent event = kinesis("a");
    event.getRecords().getFirst().setEventID(eventId);

    StreamBatch<ByteBuffer> batch =
        StreamBatch.of(event).run(AMPLE, "read", lane -> assertThat(lane).isNull());

    assertThat(failures(batch)).containsExactly("0");
  }

  @Test
  void aChangeSaysItsItemAndItsPlaceInTheStream() {
    DynamodbStreamRecord expiry = change("7", "a");
    expiry.setEventName("REMOVE");
    expiry.setUserIdentity(new Identity().withPrincipalId("dynamodb.amazonaws.com"));
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(List.of(expiry));

    StreamBatch.of(event)
        .together(
            AMPLE,
            "read",
            records -> {
              Delivered<ItemChange> read = records.getFirst();
              assertThat(read.with("").logFields())
                  .containsExactly("source", ARN, "eventId", "event-7", "sequenceNumber", "7");
              assertThat(read.key()).isEqualTo("{\"id\":{\"S\":\"a\"}}");
              assertThat(read.shard()).isEqualTo("2026-11-20T00:00:00.000");
              assertThat(read.arrival()).isEqualTo(ARRIVAL);
              assertThat(read.value().table()).isEqualTo("pages");
              assertThat(read.value().kind()).isEqualTo(ItemChange.Kind.REMOVE);
              assertThat(read.value().byTimeToLive()).isTrue();
              assertThat(read.value().keys().get("id").s()).isEqualTo("a");
              assertThat(read.value().newImage()).isEmpty();
              assertThatIllegalArgumentException()
                  .isThrownBy(read.value()::requireNewImage)
                  .withMessage("malformed record: dynamodb.NewImage is missing");
            });
  }

  @Test
  void aChangeThatAPersonMakesIsNotByTimeToLive() {
    DynamodbStreamRecord change = change("7", "a");
    change.setUserIdentity(new Identity().withPrincipalId("ada"));
    change.getDynamodb().setNewImage(Map.of("hits", new AttributeValue().withN("1")));
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(List.of(change));

    StreamBatch.of(event)
        .together(
            AMPLE,
            "read",
            records -> {
              assertThat(records.getFirst().value().byTimeToLive()).isFalse();
              assertThat(records.getFirst().value().requireNewImage().get("hits").n())
                  .isEqualTo("1");
            });
  }

  @Test
  void aChangeThatTheParserRefusesStopsItsItem() {
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(List.of(change("1", "a"), change("2", "b"), change("3", "a")));
    List<String> parsed = new ArrayList<>();

    StreamBatch<String> batch =
        StreamBatch.of(
                event,
                change -> {
                  if (change.keys().get("id").s().equals("a")) {
                    throw new IllegalArgumentException("refused");
                  }
                  return change.table();
                })
            .run(AMPLE, "read", lane -> lane.records().forEach(each -> parsed.add(each.value())));

    assertThat(parsed).containsExactly("pages");
    assertThat(failures(batch)).containsExactly("1");
  }

  @Test
  void aChangeWithoutKeysStopsItsShardWhereLanesAreShards() {
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(List.of(change("1", "a"), change("2", null), change("3", "b")));
    List<Integer> processed = new ArrayList<>();

    StreamBatch.of(event)
        .byShard()
        .run(AMPLE, "read", lane -> lane.records().forEach(each -> processed.add(each.index())));

    assertThat(processed).containsExactly(0);
  }

  /** A buffer's bytes are read without a move of its position: others read it, too. */
  @Test
  void theBytesOfARecordAreThoseThatRemain() {
    ByteBuffer data = ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1);

    assertThat(StreamBatch.bytes(data)).containsExactly(2, 3);
    assertThat(StreamBatch.bytes(data)).containsExactly(2, 3);
  }

  @Test
  void aChangeWithoutKeysFailsAloneAndTheOthersAreProcessed() {
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(List.of(change("1", "a"), change("2", null), change("3", "a")));
    List<Integer> sizes = new ArrayList<>();

    StreamBatch<ItemChange> batch =
        StreamBatch.of(event).run(AMPLE, "read", lane -> sizes.add(lane.records().size()));

    assertThat(sizes).containsExactly(2);
    assertThat(failures(batch)).containsExactly("2");
  }

  /** Whose change it is decides what waits for it, also if all else is missing. */
  @Test
  void aChangeWithoutAllButItsKeysStopsItsItem() {
    DynamodbStreamRecord bare = change("2", "a");
    bare.setEventName((String) null);
    bare.setEventSourceARN(null);
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(
        List.of(change("1", "a"), bare, change("3", "b"), change("4", "a"), change("5", "b")));
    List<Integer> processed = new ArrayList<>();

    StreamBatch<ItemChange> batch =
        StreamBatch.of(event)
            .together(
                AMPLE, "read", records -> records.forEach(each -> processed.add(each.index())));

    assertThat(processed).containsExactly(0, 2, 4);
    assertThat(failures(batch)).containsExactly("2");
  }

  @Test
  void aKinesisRecordWithoutDataStopsItsShard() {
    KinesisEvent event = kinesis("abc");
    event.getRecords().get(1).getKinesis().setData(null);
    List<Integer> processed = new ArrayList<>();

    StreamBatch<ByteBuffer> batch =
        StreamBatch.of(event)
            .byShard()
            .run(
                AMPLE, "read", lane -> lane.records().forEach(each -> processed.add(each.index())));

    assertThat(processed).containsExactly(0);
    assertThat(failures(batch)).containsExactly("1");
  }

  /** Alarms rest on the names of these metrics. */
  @Test
  void recordsThatFailAreLoggedAndCountedByWhatWasNotDoneAndThoseThatCannotBeReadAsRejected() {
    String run =
        printed(
            call ->
                StreamBatch.of(kinesis("axb"), StreamBatchTest::letter)
                    .by(letter -> letter.equals("b") ? null : letter)
                    .run(
                        call,
                        "counted",
                        lane -> {
                          throw new IllegalStateException("throttled");
                        }));
    assertThat(run)
        .contains("\"message\":\"record not counted\"", "throttled", "\"NotCounted\":1")
        .contains("\"message\":\"record rejected\"", "not a letter", "\"Rejected\":2")
        .contains("the record has no key to order it by");

    StreamBatch<String> batch = words("ab");
    String together =
        printed(
            call ->
                batch.together(
                    call,
                    "counted",
                    records -> batch.fail(records.getFirst(), new IllegalStateException("full"))));
    assertThat(together).contains("\"message\":\"record not counted\"", "full", "\"NotCounted\":1");
  }

  private static String printed(Consumer<Call> run) {
    PrintStream console = System.out;
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    System.setOut(new PrintStream(lines, true, StandardCharsets.UTF_8));
    try (Telemetry telemetry = Telemetry.of("test", "test", "request-1")) {
      run.accept(new Call(AMPLE.deadline(), telemetry));
    } finally {
      System.setOut(console);
    }
    return lines.toString(StandardCharsets.UTF_8);
  }

  @Test
  void anEmptyEventSucceeds() {
    assertThat(failures(StreamBatch.of(new DynamodbEvent()).run(AMPLE, "read", lane -> {})))
        .isEmpty();
    assertThat(
            failures(
                StreamBatch.of(new KinesisEvent())
                    .together(AMPLE, "read", records -> assertThat(records).isNull())))
        .isEmpty();
  }

  static Call call(Duration time) {
    return new Call(Deadline.after(time), Telemetry.of("test", "test", "request-1"));
  }

  private static Map<String, List<Integer>> expected(String word, Set<Integer> failing) {
    Map<String, List<Integer>> expected = new HashMap<>();
    Set<String> stopped = new HashSet<>();
    for (int i = 0; i < word.length(); i++) {
      String key = word.substring(i, i + 1);
      if (failing.contains(i)) {
        stopped.add(key);
      }
      if (!stopped.contains(key)) {
        expected.computeIfAbsent(key, any -> new ArrayList<>()).add(i);
      }
    }
    return expected;
  }

  private static List<String> lowest(String word, Set<Integer> failing) {
    return failing.stream()
        .filter(index -> index < word.length())
        .sorted()
        .limit(1)
        .map(index -> Integer.toString(index))
        .toList();
  }

  private static List<String> failures(StreamBatch<?> batch) {
    return batch.response().getBatchItemFailures().stream()
        .map(BatchItemFailure::getItemIdentifier)
        .toList();
  }

  private static StreamBatch<String> words(String word) {
    return StreamBatch.of(kinesis(word), StreamBatchTest::text);
  }

  private static String text(ByteBuffer data) {
    return StandardCharsets.UTF_8.decode(data).toString();
  }

  private static String letter(ByteBuffer data) {
    String letter = text(data);
    if (letter.equals("x")) {
      throw new IllegalArgumentException("not a letter");
    }
    return letter;
  }

  private static KinesisEvent kinesis(String word) {
    List<KinesisEventRecord> records = new ArrayList<>();
    for (int i = 0; i < word.length(); i++) {
      KinesisEvent.Record message = new KinesisEvent.Record();
      message.setPartitionKey(word.substring(i, i + 1));
      message.setSequenceNumber(Integer.toString(i));
      message.setApproximateArrivalTimestamp(Date.from(ARRIVAL));
      message.setData(ByteBuffer.wrap(word.substring(i, i + 1).getBytes(StandardCharsets.UTF_8)));
      KinesisEventRecord eventRecord = new KinesisEventRecord();
      eventRecord.setEventID("shardId-000000000001:" + i);
      eventRecord.setKinesis(message);
      records.add(eventRecord);
    }
    KinesisEvent event = new KinesisEvent();
    event.setRecords(records);
    return event;
  }

  private static DynamodbStreamRecord change(String sequenceNumber, String key) {
    StreamRecord change = new StreamRecord();
    change.setSequenceNumber(sequenceNumber);
    change.setApproximateCreationDateTime(Date.from(ARRIVAL));
    if (key != null) {
      change.setKeys(Map.of("id", new AttributeValue().withS(key)));
    }
    DynamodbStreamRecord eventRecord = new DynamodbStreamRecord();
    eventRecord.setDynamodb(change);
    eventRecord.setEventName("INSERT");
    eventRecord.setEventSourceARN(ARN);
    eventRecord.setEventID("event-" + sequenceNumber);
    return eventRecord;
  }
}
