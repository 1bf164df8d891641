package io.dynamopatterns.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.eventstore.kit.Store;
import io.dynamopatterns.eventstore.kit.Stream;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.eventstore.table.ShardStates;
import io.dynamopatterns.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store does, by its functions. */
class EventStoreIT {
  private static final String FIRST = "shardId-000000000000";
  private static final String SECOND = "shardId-000000000001";

  @ParameterizedTest
  @EnumSource(Mode.class)
  void anEventComesBackAsItCame(Mode mode) {
    Store store = Store.create(mode, 2);
    Stream stream = new Stream(1);
    byte[] binary = {0, -1, 127, -128, '"'};
    stream.put(FIRST, Store.START, "a", "{\"n\":1}".getBytes(StandardCharsets.UTF_8));
    stream.put(FIRST, Store.START.minusMillis(7), "b", binary);
    stream.put(FIRST, Store.START.plusMillis(1), "c", new byte[0]);
    store.ingestAll(stream, 10);
    store.settle(stream, Duration.ofMinutes(1));

    List<Map<String, Object>> events = store.play(10, null).events();
    assertThat(events).hasSize(3);
    assertThat(events.get(0))
        .containsEntry("id", stream.messages().getFirst().eventId())
        .containsEntry("time", "2026-11-20T10:00:00.000Z")
        .containsEntry("arrival", "2026-11-20T10:00:00.000Z")
        .containsEntry("partitionKey", "a")
        .containsEntry("data", "{\"n\":1}");
    // Stored no earlier than what came before it, with its own arrival beside.
    assertThat(events.get(1))
        .containsEntry("time", "2026-11-20T10:00:00.000Z")
        .containsEntry("arrival", "2026-11-20T09:59:59.993Z")
        .containsEntry("dataBase64", Base64.getEncoder().encodeToString(binary));
    assertThat(events.get(2)).containsEntry("data", "");
  }

  /** Larger than an item, and as large as Lambda can hand over. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void largeEventsAreSplitAndBlockNothing(Mode mode) {
    Store store = Store.create(mode, 2);
    Stream stream = new Stream(1);
    Random random = new Random(5);
    byte[][] data = {new byte[390_000], new byte[10], new byte[1_000_000], new byte[4_600_000]};
    for (int i = 0; i < data.length; i++) {
      random.nextBytes(data[i]);
      stream.put(FIRST, Store.START.plusMillis(i), "k", data[i]);
    }
    store.ingestAll(stream, 3);
    store.ingestAll(stream, 2);
    store.settle(stream, Duration.ofMinutes(1));

    List<Map<String, Object>> events = store.play(1000, null).events();
    assertThat(events).hasSize(data.length);
    for (int i = 0; i < data.length; i++) {
      assertThat(Base64.getDecoder().decode((String) events.get(i).get("dataBase64")))
          .isEqualTo(data[i]);
    }
    Map<String, Object> page = store.ask(Map.of("operation", "list", "limit", 1000));
    assertThat(page).containsEntry("stopped", "SIZE").containsEntry("count", 3);
  }

  @Test
  void theModeOfALiveStoreMayChange() {
    Store store = Store.create(Mode.BUFFERED, 2);
    Stream stream = new Stream(1);
    int next = 0;
    for (Mode mode : List.of(Mode.BUFFERED, Mode.PACKED, Mode.DIRECT, Mode.BUFFERED, Mode.DIRECT)) {
      for (int i = 0; i < 20; i++) {
        stream.put(FIRST, Store.START.plusMillis(300L * next++), "k", new byte[] {'x'});
      }
      store.with(mode, 2).ingest(stream.messages(FIRST).subList(next - 20, next));
    }
    Store direct = store.with(Mode.DIRECT, 2);
    direct.clock.advance(Duration.ofMinutes(2));
    direct.watermark(stream);
    // What the buffered mode has left holds the watermark until the pump has moved it.
    assertThat(direct.play(1000, null).ids()).isEmpty();
    direct.pump();
    assertThat(direct.play(30, null).ids())
        .isEqualTo(stream.messages().stream().map(Stream.Message::eventId).toList());
    assertThat(direct.pump()).isEqualTo(Map.of("moved", 0L, "done", true));
    assertThat(TestDatabase.scan(store.buffer)).isEmpty();
  }

  @Test
  void theNumberOfShardsMayChangeAndOldEventsAreFound() {
    Store store = Store.create(Mode.DIRECT, 2);
    Stream stream = new Stream(1);
    int next = 0;
    // The last are functions of before the change that are running still.
    for (int shards : new int[] {2, 5, 11, 2}) {
      for (int i = 0; i < 40; i++) {
        stream.put(FIRST, Store.START.plusMillis(400L * next++), "k", new byte[] {'x'});
      }
      store.with(Mode.DIRECT, shards).ingest(stream.messages(FIRST).subList(next - 40, next));
    }
    Store old = store.with(Mode.DIRECT, 2);
    old.settle(stream, Duration.ofMinutes(1));
    assertThat(old.play(50, null).ids())
        .isEqualTo(stream.messages().stream().map(Stream.Message::eventId).toList());
  }

  @Test
  void anotherSlotWidthIsRefusedOnceThereAreEvents() {
    Store store = Store.create(Mode.DIRECT, 2);
    Stream stream = new Stream(1);
    stream.put(FIRST, Store.START, "k", new byte[] {'x'});
    store.ingestAll(stream, 1);
    Store other = store.with(Mode.DIRECT, 2, 60);

    assertThat(other.ingest(TestDatabase.client(), stream.messages()).getBatchItemFailures())
        .hasSize(1);
    assertThat(other.log())
        .contains("EVENTSTORE_SLOT_MINUTES is 60, but table " + store.table)
        .contains("has slots of 1 minutes, which cannot be changed");
  }

  @Test
  void nothingIsKnownToBeCompleteBeforeAllShardsAreKnown() {
    Store store = Store.create(Mode.DIRECT, 2);
    Stream stream = new Stream(2);
    for (int i = 0; i < 10; i++) {
      stream.put(FIRST, Store.START.plusSeconds(i), "k", new byte[] {'x'});
    }
    stream.put(SECOND, Store.START.plusSeconds(3), "k", new byte[] {'y'});
    store.ingest(stream.messages(FIRST));
    assertThat(store.ask(Map.of("operation", "watermark"))).containsEntry("watermark", null);

    // The second shard's event waits in the stream.
    store.clock.advance(Duration.ofMinutes(1));
    store.watermark(stream);
    assertThat(store.play(10, null).ids()).isEmpty();

    store.ingest(stream.messages(SECOND));
    assertThat(store.play(10, null).ids()).hasSize(3);
    store.watermark(stream);
    assertThat(store.play(10, null).ids()).hasSize(11);
    assertThat(store.count("WatermarkLagSeconds")).isZero();
  }

  @Test
  void anIdleShardFollowsTheClockAndAWaitingOneDoesNot() {
    Store store = Store.create(Mode.DIRECT, 2);
    Stream stream = new Stream(1);
    stream.put(FIRST, Store.START, "k", new byte[] {'x'});
    store.ingestAll(stream, 1);
    store.clock.advance(Duration.ofMinutes(1));
    assertThat(store.watermark(stream)).containsEntry("watermark", "2026-11-20T10:00:50.000Z");
    assertThat(store.count("WatermarkLagSeconds")).isEqualTo(10);

    // It arrived before the watermark, as Kinesis's clock is slow: no reader has passed its place.
    Stream.Message late = stream.put(FIRST, Store.START.plusSeconds(45), "k", new byte[] {'y'});
    store.clock.advance(Duration.ofMinutes(1));
    assertThat(store.watermark(stream)).containsEntry("watermark", "2026-11-20T10:00:50.000Z");
    store.ingest(List.of(late));
    assertThat(store.count("Lifted")).isEqualTo(1);
    store.watermark(stream);
    assertThat(store.play(10, null).events().getLast())
        .containsEntry("time", "2026-11-20T10:00:50.000Z")
        .containsEntry("arrival", "2026-11-20T10:00:45.000Z");
  }

  @Test
  void closedShardsLeaveAndTheirChildrenHoldTheWatermark() {
    Store store = Store.create(Mode.DIRECT, 2);
    Stream stream = new Stream(1);
    stream.put(FIRST, Store.START, "k", new byte[] {'x'});
    store.ingestAll(stream, 1);
    store.watermark(stream);
    stream.split(FIRST);
    stream.put("shardId-000000000001", Store.START.plusSeconds(20), "k", new byte[] {'y'});
    store.clock.advance(Duration.ofMinutes(1));
    store.watermark(stream);

    Map<String, Object> watermark = store.ask(Map.of("operation", "watermark"));
    assertThat(watermark.get("shards").toString())
        .contains("shard=shardId-000000000000, state=CLOSED")
        .contains("shard=shardId-000000000001, state=ACTIVE")
        .contains("shard=shardId-000000000002, state=ACTIVE");
    assertThat(store.play(10, null).ids()).isEmpty();

    store.ingest(stream.messages("shardId-000000000001"));
    store.watermark(stream);
    assertThat(store.play(10, null).ids()).hasSize(2);
  }

  @Test
  void aClosedShardHoldsTheWatermarkWhileItsEventsAreInTheBuffer() {
    Store store = Store.create(Mode.BUFFERED, 2);
    Stream stream = new Stream(1);
    store.watermark(stream);
    stream.put(FIRST, Store.START, "k", new byte[] {'x'});
    store.ingestAll(stream, 1);
    stream.split(FIRST);
    store.clock.advance(Duration.ofMinutes(1));
    store.watermark(stream);
    store.watermark(stream);

    assertThat(store.ask(Map.of("operation", "list")))
        .containsEntry("count", 0)
        .containsEntry("watermark", "2026-11-20T09:59:50.000Z");
    store.pump();
    store.watermark(stream);
    assertThat(store.play(10, null).ids()).hasSize(1);
  }

  /** The function that made it died, and its machine's clock was wrong. */
  @Test
  void aClaimOfAClockThatIsADayAheadHoldsNothingForADay() {
    Store store = Store.create(Mode.DIRECT, 2);
    Stream stream = new Stream(1);
    store.watermark(stream);
    ShardStates ahead =
        store.with(Clock.offset(store.clock, Duration.ofDays(1))).states(TestDatabase.client());
    ahead.claim(ahead.find(FIRST).orElseThrow(), "4711", false, Store.minute()).orElseThrow();
    store.clock.advance(Duration.ofMinutes(1));

    assertThat(store.watermark(stream)).containsEntry("watermark", "2026-11-20T10:00:50.000Z");
  }

  /** A shard that Kinesis has forgotten is forgotten here, once no mapping can hold it any more. */
  @Test
  void forgottenShardsLeaveNoTrace() {
    Store store = Store.create(Mode.DIRECT, 2);
    Stream stream = new Stream(2);
    store.watermark(stream);
    Stream smaller = new Stream(1);
    store.clock.advance(Duration.ofMinutes(1));
    store.watermark(smaller);
    assertThat(store.watermark(smaller)).containsEntry("shards", 2);
    store.clock.advance(Duration.ofDays(9));
    assertThat(store.watermark(smaller)).containsEntry("shards", 1);
  }

  /**
   * Its function died and the mapping gave the batch up: Kinesis forgets it, the store continues.
   */
  @Test
  void aBatchThatWasGivenUpHoldsTheWatermarkUntilKinesisForgetsIt() {
    Store store = Store.create(Mode.DIRECT, 2);
    Stream stream = new Stream(1);
    stream.put(FIRST, Store.START, "k", new byte[] {'x'});
    store.watermark(stream);
    var states = store.states(TestDatabase.client());
    states
        .claim(
            states.find(FIRST).orElseThrow(),
            stream.messages().getFirst().sequence(),
            false,
            Store.minute())
        .orElseThrow();
    store.clock.advance(Duration.ofHours(24));
    assertThat(store.watermark(stream)).containsEntry("watermark", "1970-01-01T00:00:00.000Z");

    Stream forgotten = new Stream(1);
    assertThat(store.watermark(forgotten)).containsEntry("watermark", "2026-11-21T09:59:50.000Z");
  }

  @Test
  void expiredEventsAreNotPlayedBackBeforeDynamoDbDeletesThem() {
    Store store = Store.create(Mode.PACKED, 2, 60, 1);
    Stream stream = new Stream(1);
    stream.put(FIRST, Store.START, "k", new byte[] {'x'});
    store.ingestAll(stream, 1);
    stream.put(FIRST, Store.START.plus(Duration.ofHours(23)), "k", new byte[] {'y'});
    store.ingestAll(stream, 1);
    store.settle(stream, Duration.ofMinutes(30));
    assertThat(store.play(10, null).ids()).hasSize(2);
    store.clock.advance(Duration.ofHours(2));
    assertThat(store.play(10, null).ids()).hasSize(1);
  }

  @Test
  void aSpanIsPlayedBackFromAndToItsTimes() {
    Store store = Store.create(Mode.PACKED, 3);
    Stream stream = new Stream(1);
    // Packs of four seconds: spans begin within one.
    IntStream.range(0, 300)
        .forEach(i -> stream.put(FIRST, Store.START.plusMillis(400L * i), "k", new byte[] {'x'}));
    store.ingestAll(stream, 50);
    store.settle(stream, Duration.ofMinutes(1));

    for (int from = 0; from < 300; from += 83) {
      for (int to = from; to < 300; to += 71) {
        Map<String, Object> request = new HashMap<>();
        request.put("operation", "list");
        request.put("limit", 1000);
        request.put("from", Store.START.plusMillis(400L * from).toString());
        request.put("to", Store.START.plusMillis(400L * to).toString());
        Map<String, Object> page = store.ask(request);
        assertThat(Store.events(page)).hasSize(to - from);
        assertThat(page).containsEntry("stopped", "TO").doesNotContainKey("next");
      }
    }
  }

  @Test
  void pastTheWatermarkOnlyWhenAsked() {
    Store store = Store.create(Mode.DIRECT, 2);
    Stream stream = new Stream(1);
    stream.put(FIRST, Store.START, "k", new byte[] {'x'});
    store.ingestAll(stream, 1);
    assertThat(store.ask(Map.of("operation", "list")))
        .containsEntry("count", 0)
        .containsEntry("stopped", "WATERMARK")
        .doesNotContainKey("next");
    assertThat(store.ask(Map.of("operation", "list", "pastWatermark", true)))
        .containsEntry("count", 1)
        .containsEntry("stopped", "LATEST");
  }

  @Test
  void anEmptyStoreIsAnswered() {
    Store store = Store.create(Mode.BUFFERED, 2);
    assertThat(store.ask(Map.of("operation", "list")))
        .containsEntry("count", 0)
        .containsEntry("watermark", null);
    assertThat(store.pump()).containsEntry("done", true);
  }

  @Test
  void aCursorIsOfItsStoreAndItsSpan() {
    Store store = Store.create(Mode.DIRECT, 2);
    Stream stream = new Stream(1);
    for (int i = 0; i < 3; i++) {
      stream.put(FIRST, Store.START.plusMillis(i), "k", new byte[] {'x'});
    }
    store.ingestAll(stream, 3);
    store.settle(stream, Duration.ofMinutes(1));
    String cursor = (String) store.ask(Map.of("operation", "list", "limit", 1)).get("next");
    String changed = cursor.substring(0, cursor.length() - 1) + (cursor.endsWith("A") ? 'B' : 'A');
    Store other = Store.create(Mode.DIRECT, 2);
    other.ingestAll(stream, 3);

    assertThat(store.ask(Map.of("operation", "list", "next", cursor))).containsEntry("count", 2);
    String message =
        "'next' must be the value of 'next' in an answer to this same request, unchanged";
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("operation", "list", "next", changed),
            Map.of("operation", "list", "next", "nonsense"),
            Map.of("operation", "list", "next", cursor, "from", "2026-11-20T10:00:00Z"))) {
      assertThatThrownBy(() -> store.ask(wrong))
          .isInstanceOf(BadRequestException.class)
          .hasMessageContaining(message);
    }
    assertThatThrownBy(() -> other.ask(Map.of("operation", "list", "next", cursor)))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "operation=play | 'operation' must be one of list, watermark, but is 'play'",
        "limit=10 | 'operation' is missing: it must be one of list, watermark",
        "operation=list,limit=0 | 'limit' must be a whole number from 1 to 1000, but is 0",
        "operation=list,limit=1000000 | 'limit' must be a whole number from 1 to 1000, but is 1000000",
        "operation=list,from=yesterday | 'from' must be a time like 2026-11-20T10:15:30Z, but is 'yesterday'",
        "operation=list,from=2030-01-01T00:00:00Z | 'from' must not be in the future, but is 2030-01-01T00:00:00Z",
        "operation=list,to=2030-01-01T00:00:00Z | 'to' must not be in the future, but is 2030-01-01T00:00:00Z",
        "operation=list,from=1960-01-01T00:00:00Z | 'from' must not be before 1970, but is 1960-01-01T00:00:00Z",
        "operation=list,from=2026-11-20T09:00:00Z,to=2026-11-20T08:00:00Z | 'from' must not be after 'to', but is 2026-11-20T09:00:00Z",
        "operation=list,pastWatermark=perhaps | 'pastWatermark' must be true or false, but is 'perhaps'",
        "operation=list,size=10 | 'size' is unknown: allowed here are from, limit, next, operation, pastWatermark, to",
        "operation=watermark,limit=10 | 'limit' is unknown: allowed here are operation",
      })
  void badRequestsNameTheFieldAndWhatIsAllowed(String fields, String message) {
    Map<String, Object> request = new HashMap<>();
    Arrays.stream(fields.split(","))
        .map(field -> field.split("="))
        .forEach(
            field ->
                request.put(
                    field[0], field[0].equals("limit") ? Integer.valueOf(field[1]) : field[1]));
    Store store = Store.create(Mode.DIRECT, 1);
    assertThatThrownBy(() -> store.ask(request))
        .isInstanceOf(BadRequestException.class)
        .hasMessage("bad request: " + message);
  }

  /** What precedes a record that is none of Kinesis is stored. */
  @Test
  void aMalformedRecordIsFailedAndNamed() {
    Store store = Store.create(Mode.DIRECT, 1);
    Stream stream = new Stream(1);
    for (int i = 0; i < 3; i++) {
      stream.put(FIRST, Store.START.plusMillis(i), "k", new byte[] {'x'});
    }
    KinesisEvent event = Stream.event(stream.messages());
    event.getRecords().get(1).getKinesis().setApproximateArrivalTimestamp(null);
    var answer =
        store.run(
            telemetry ->
                store
                    .ingester(TestDatabase.client())
                    .ingest(StreamBatch.of(event), new Call(Store.minute(), telemetry))
                    .response());
    assertThat(answer.getBatchItemFailures())
        .extracting(failure -> failure.getItemIdentifier())
        .containsExactly(stream.messages().get(1).sequence());
    assertThat(store.log()).contains("kinesis.approximateArrivalTimestamp is missing");
    assertThat(store.ask(Map.of("operation", "list", "pastWatermark", true)).get("count"))
        .isEqualTo(1);
  }

  /** What is stored under your own name must be a shard as those of Kinesis are. */
  @ParameterizedTest
  @ValueSource(strings = {"set-aside-1", "!allKnown", "shardId-", "shardId-a|b", "ShardId-1"})
  void aShardNameThatIsNoneOfKinesisIsRefused(String shard) {
    Store store = Store.create(Mode.DIRECT, 1);
    var answer =
        store.ingest(
            TestDatabase.client(),
            List.of(new Stream.Message(shard, "4711", Store.START, "k", new byte[] {'x'})));
    assertThat(answer.getBatchItemFailures()).hasSize(1);
    assertThat(store.log())
        .contains("<shard> must be shardId- with up to 120 letters, digits and - _ . after it")
        .contains(shard + ":4711");
  }

  @Test
  void timesAreThoseOfKinesisAndNotOfTheClock() {
    Store store = Store.create(Mode.DIRECT, 1);
    Stream stream = new Stream(1);
    Instant longAgo = Instant.parse("2015-05-17T10:05:03.123Z");
    stream.put(FIRST, longAgo, "k", new byte[] {'x'});
    store.ingestAll(stream, 1);
    store.settle(stream, Duration.ofMinutes(1));
    assertThat(store.play(10, null).events().getFirst())
        .containsEntry("time", "2015-05-17T10:05:03.123Z");
  }
}
