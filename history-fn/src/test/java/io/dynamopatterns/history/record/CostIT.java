package io.dynamopatterns.history.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.history.kit.Database;
import io.dynamopatterns.history.kit.Noise;
import io.dynamopatterns.history.kit.Recording;
import io.dynamopatterns.history.kit.SourceTable;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The budget: one write unit per started kilobyte of a change, one request per 25 changes. */
class CostIT {
  private final SourceTable pages = new SourceTable("dynamo-patterns-dev-pages");

  @ParameterizedTest
  @ValueSource(ints = {1, 24, 25, 26, 100})
  void oneRequestPerTwentyFiveChanges(int changes) {
    IntStream.range(0, changes).forEach(i -> pages.put("/" + i % 9, "payload"));
    FaultyHttpClient http = TestDatabase.faulty(FaultScript.none());
    record(http);
    assertThat(http.calls()).hasSize((changes + 24) / 25);
  }

  @Test
  void aChangeOfAPageCounterTakesOneWriteUnit() {
    for (int i = 1; i <= 100; i++) {
      pages.put("/articles/dynamodb-patterns-in-an-afternoon.html", counter(i));
    }
    List<Map<String, AttributeValue>> entries = record(TestDatabase.faulty(FaultScript.none()));
    assertThat(Database.writeUnits(entries)).isEqualTo(100);
  }

  /** Whatever the images are like, packing never makes an entry dearer than its plain images. */
  @Test
  void aChangeTakesNoMoreUnitsThanItsKilobytes() {
    Random random = new Random(7);
    long plain = 0;
    for (int i = 0; i < 60; i++) {
      String payload = Noise.text(random.nextInt(6000), i);
      pages.put("/" + i, payload);
      plain += 1 + (payload.length() + 500) / 1024;
    }
    List<Map<String, AttributeValue>> entries = record(TestDatabase.faulty(FaultScript.none()));
    assertThat(Database.writeUnits(entries)).isLessThanOrEqualTo(plain);
  }

  private List<Map<String, AttributeValue>> record(FaultyHttpClient http) {
    HistorySettings settings = Database.settings(Database.newHistory());
    Recorder recorder = new Recorder(Database.history(Database.client(http), settings), settings);
    Recording.record(recorder, SourceTable.event(pages.changes()));
    assertThat(http.calls()).allMatch(call -> call.operation().equals("BatchExecuteStatement"));
    return TestDatabase.scan(settings.table());
  }

  /** An item like the example's: counters, positions in the stream, write tokens. */
  private static Map<String, AttributeValue> counter(int hits) {
    return Map.of(
        "hits", AttributeValue.fromN(Integer.toString(hits)),
        "bytes", AttributeValue.fromN(Integer.toString(hits * 4711)),
        "lastSeen", AttributeValue.fromS("2026-11-20T10:00:00Z"),
        "counted",
            AttributeValue.fromM(
                Map.of(
                    "shardId-000000000000",
                    AttributeValue.fromS(
                        "49590338271490256608559692538361571095921575989136588898@1763632800"),
                    "shardId-000000000001",
                    AttributeValue.fromS(
                        "49590338271490256608559692540925702759324208523137515618@1763632800"))),
        "writeTokens",
            AttributeValue.fromS(
                "0 Zk3nB0a1:mi5x2k0q:1a Yq8sK2b7:mi5x2k0p:19 Ab3dE6f9:mi5x2k0n:18"));
  }
}
