package io.dynamopatterns.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.emulator.dynamodb.DynamoDbUsage;
import io.dynamopatterns.eventstore.kit.Store;
import io.dynamopatterns.eventstore.kit.Stream;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.testkit.SampleLog;
import io.dynamopatterns.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What an event costs, from ConsumedCapacity: 100-record batches, lines of about 250 bytes. */
class CostIT {
  private static final int EVENTS = 2_000;
  private static final int BATCH = 100;

  private record Cost(
      double writeUnits, double watermark, double requests, double readUnits, double reads) {}

  @Test
  void theBudgetsAreKept() {
    Map<Mode, Cost> costs = new EnumMap<>(Mode.class);
    for (Mode mode : Mode.values()) {
      costs.put(mode, cost(mode));
    }
    System.out.println(markdown(costs));

    // Claim and commit of a batch, and nothing else, come on top of an event's own unit.
    assertThat(costs.get(Mode.DIRECT).writeUnits()).isLessThanOrEqualTo(1.0);
    assertThat(costs.get(Mode.DIRECT).watermark()).isLessThanOrEqualTo(0.025);
    for (Mode mode : List.of(Mode.PACKED, Mode.BUFFERED)) {
      Cost cost = costs.get(mode);
      assertThat(cost.writeUnits() + cost.watermark())
          .isLessThanOrEqualTo(mode == Mode.PACKED ? 0.15 : 3.0);
    }
  }

  private static Cost cost(Mode mode) {
    Store store = Store.create(mode, 4, 60, 0);
    Stream stream = new Stream(1);
    List<String> lines = SampleLog.lines();
    for (int i = 0; i < EVENTS; i++) {
      stream.put(
          "shardId-000000000000",
          Store.START.plusMillis(10L * i),
          lines.get(i).substring(0, lines.get(i).indexOf(' ')),
          lines.get(i).getBytes(StandardCharsets.UTF_8));
    }
    store.watermark(stream);

    DynamoDbUsage writing = new DynamoDbUsage();
    DynamoDbClient writer = TestDatabase.metered(writing);
    var ingester = store.ingester(writer);
    for (int from = 0; from < EVENTS; from += BATCH) {
      var batch = Stream.event(stream.messages().subList(from, from + BATCH));
      store.run(
          telemetry ->
              ingester.ingest(StreamBatch.of(batch), new Call(minute(), telemetry)).response());
    }
    if (mode == Mode.BUFFERED) {
      store.run(telemetry -> store.pump(writer).pump(Map.of(), minute(), telemetry));
    }
    // The shards' states, the slot and the pump's note are what is not events.
    double states = writing.requests().getOrDefault("PutItem", 0L);
    store.settle(stream, Duration.ofMinutes(1));

    DynamoDbUsage reading = new DynamoDbUsage();
    var playback = store.playback(TestDatabase.metered(reading));
    Map<String, Object> request = new HashMap<>(Map.of("operation", "list", "limit", 1000));
    int played = 0;
    while (played < EVENTS) {
      Map<String, Object> page =
          store.run(telemetry -> playback.answer(request, minute(), telemetry));
      played += (Integer) page.get("count");
      request.put("next", page.get("next"));
    }
    assertThat(played).isEqualTo(EVENTS);
    return new Cost(
        (writing.writeUnits() - states) / EVENTS,
        states / EVENTS,
        (writing.writes() + writing.reads()) * 1000.0 / EVENTS,
        reading.readUnits() * 1000 / EVENTS,
        reading.reads() * 1000.0 / EVENTS);
  }

  private static String markdown(Map<Mode, Cost> costs) {
    StringBuilder table =
        new StringBuilder(
            """
            | mode | WRU per event | + state and slots | requests per 1,000 events | RRU per 1,000 played back | read requests per 1,000 |
            | --- | ---: | ---: | ---: | ---: | ---: |
            """);
    costs.forEach(
        (mode, cost) ->
            table.append(
                "| %s | %.3f | %.3f | %.0f | %.0f | %.0f |%n"
                    .formatted(
                        mode.name().toLowerCase(Locale.ROOT),
                        cost.writeUnits(),
                        cost.watermark(),
                        cost.requests(),
                        cost.readUnits(),
                        cost.reads())));
    return table.toString();
  }

  private static Deadline minute() {
    return Store.minute();
  }
}
