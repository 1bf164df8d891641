package io.dynamopatterns.periodic.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.periodic.kit.Database;
import io.dynamopatterns.periodic.kit.Event;
import io.dynamopatterns.periodic.kit.Fleet;
import io.dynamopatterns.periodic.kit.Histories;
import io.dynamopatterns.periodic.kit.Records;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class PeriodCollectorIT {
  private static final Instant ARRIVAL = Instant.parse("2026-11-20T12:00:00Z");
  private static final Map<String, Object> TODAY =
      Map.of("operation", "rejected", "from", "2026-11-20T00:00:00Z", "to", "2026-11-20T23:00:00Z");

  private final Fleet fleet = new Fleet();

  @Test
  void anEventIsStoredOnceHoweverOftenItComes() {
    List<Event> events =
        List.of(
            Event.of("ada", "e1", "2026-11-20T10:10:00Z"),
            Event.of("ada", "e1", "2026-11-20T10:10:00Z"),
            Event.of("ada", "e2", "2026-11-20T10:10:00Z"));
    for (int delivery = 0; delivery < 3; delivery++) {
      assertThat(fleet.collect(events)).isEmpty();
    }
    assertThat(events()).hasSize(2);
    assertThat(events().getFirst().get("event").s()).contains("\"id\":\"e");
  }

  /** Four requests for a hundred events, one look at the head of each period they touch. */
  @Test
  void aBatchTakesFewRequests() {
    FaultyHttpClient http = TestDatabase.faulty(FaultScript.none());
    List<Event> events =
        IntStream.range(0, 100)
            .mapToObj(i -> Event.of("g" + i, "e" + i, "2026-11-20T10:10:00Z"))
            .toList();
    PeriodCollector collector = fleet.collector(TestDatabase.client(http), fleet.settings());
    Fleet.collect(collector, Records.of(events).batch());
    int cold = http.calls().size();
    Fleet.collect(collector, Records.of(events).batch());
    assertThat(cold).as("a query for the generation, 4 inserts, a look, a head").isEqualTo(7);
    assertThat(http.calls().size() - cold).as("4 inserts, a look").isEqualTo(5);
  }

  @Test
  void rejectedRecordsAreKeptWithTheirReasonAndBlockNothing() {
    Records records =
        Records.of(List.of(Event.of("ada", "e1", "2026-11-20T10:10:00Z")))
            .add("not json", ARRIVAL)
            .add("{\"id\":\"e2\",\"time\":\"2026-11-20T10:10:00Z\"}", ARRIVAL)
            .add("{\"id\":\"e3\",\"client\":\"ada\",\"time\":\"yesterday\"}", ARRIVAL)
            .add(
                new Event(
                        "g".repeat(600), "i".repeat(500), Instant.parse("2026-11-20T10:10:00Z"), "")
                    .json(),
                ARRIVAL)
            .add(
                "{\"id\":\"e5\",\"client\":\"\\ud800\",\"time\":\"2026-11-20T10:10:00Z\"}", ARRIVAL)
            .add(new byte[] {(byte) 0xff, 1, 2}, ARRIVAL)
            .add("x".repeat(900_000), ARRIVAL)
            .add(Event.of("ada", "e4", "2026-11-20T10:20:00Z").json(), ARRIVAL);
    for (int delivery = 0; delivery < 2; delivery++) {
      assertThat(fleet.collect(records.batch())).isEmpty();
    }

    List<Map<String, Object>> rejected = fleet.readAll("rejected", 2, TODAY);
    assertThat(rejected)
        .extracting(record -> record.get("reason"))
        .containsExactly(
            "not JSON: line 1, column 1",
            "the group at /client must be text or a number, but is missing, an object or a list",
            "the time at /time must be like 2026-11-20T10:00:00Z or whole epoch milliseconds, but is other text",
            "the group and the id make a key of 1126 bytes; 1000 are allowed",
            "the group at /client has half of a surrogate pair, which UTF-8 cannot say",
            "not JSON: the data is not UTF-8",
            "not JSON: line 1, column 1");
    assertThat(rejected.getFirst())
        .containsEntry("payload", "not json")
        .containsEntry("shard", "shardId-000000000000")
        .containsEntry("sequence", "2")
        .containsEntry("arrival", "2026-11-20T12:00:00.000Z");
    assertThat(rejected.get(5)).containsEntry("payloadBase64", "/wEC");
    assertThat((String) rejected.get(6).get("payload")).hasSize(900_000);
    fleet.close("2026-11-20T11:00:00Z");
    assertThat(fleet.members()).containsExactly("e1", "e4");
  }

  @Test
  void whatCannotBeStoredIsDeliveredAgainFromTheLowest() {
    Records records =
        Records.of(
            List.of(
                Event.of("ada", "e1", "2026-11-20T10:10:00Z"),
                Event.of("ada", "e2", "2026-11-20T11:10:00Z"),
                Event.of("ada", "e3", "2026-11-20T12:10:00Z")));
    DynamoDbClient broken =
        TestDatabase.client(
            FaultScript.when(
                call -> call.body().contains("2026-11-20T11:00Z"),
                Fault.throttle("TableWriteKeyRangeThroughputExceeded")));
    assertThat(
            LoggedRun.failures(
                fleet
                    .collector(broken, fleet.settings())
                    .collect(
                        StreamBatch.of(records.batch()),
                        new Call(
                            Deadline.after(Duration.ofSeconds(20)),
                            Telemetry.of("periodic", "test", "request-1")))
                    .response()))
        .containsExactly("2");
    assertThat(events()).hasSize(2);
    assertThat(fleet.collect(records.batch(1, 3))).isEmpty();
    fleet.settle();
    assertThat(fleet.members()).containsExactlyInAnyOrder("e1", "e2", "e3");
  }

  /** A group may be any text: no digest has another's events, and none is cut in two. */
  @Test
  void hostileGroupsKeepTheirEventsTogether() {
    List<Event> events = new ArrayList<>();
    List<String> groups =
        List.of(
            " ",
            "a",
            "a ",
            "a  ",
            "a b",
            "a!",
            "a\u0000",
            "a\u0001b",
            "a%20",
            "%",
            "a#c0001#x",
            "é",
            "😀",
            "a😀",
            "\uffff",
            "2026-11-20T10:10:00.000Z e1");
    for (String group : groups) {
      for (int i = 0; i < 3; i++) {
        events.add(
            Event.of(group, "%s#%d #c0001#".formatted(group, i), "2026-11-20T10:1" + i + ":00Z"));
      }
    }
    Fleet small = new Fleet().pageEvents(4);
    assertThat(small.collect(events)).isEmpty();
    small.close("2026-11-20T11:00:00Z");
    assertThat(small.digests()).hasSize(groups.size());
    Histories.assertExactlyOnce(small, events);
  }

  /** No partition has to take more than its share, whatever the groups are. */
  @Test
  void theEventsOfOneBusyGroupAreSpreadOverTheShards() {
    Fleet wide = new Fleet(Database.settings(Database.newTable(), 60, 0, 8, 0));
    wide.collect(
        IntStream.range(0, 400)
            .mapToObj(i -> Event.of("ada", "e" + i, "2026-11-20T10:10:00Z"))
            .toList());
    Map<String, Long> sizes =
        TestDatabase.scan(wide.settings().table()).stream()
            .filter(item -> item.containsKey("event"))
            .collect(Collectors.groupingBy(item -> item.get("pk").s(), Collectors.counting()));
    assertThat(sizes).hasSize(8);
    assertThat(sizes.values()).allSatisfy(size -> assertThat(size).isBetween(25L, 80L));
  }

  @Test
  void everythingOfAPeriodExpiresTogetherAndLongAfterItsLastRedelivery() {
    Fleet forgetful = new Fleet(Database.settings(Database.newTable(), 60, 0, 2, 30));
    forgetful.collect(List.of(Event.of("ada", "e1", "2026-11-20T10:10:00Z")));
    forgetful.collect(Records.of(List.of()).add("not json", ARRIVAL).batch());
    forgetful.close("2026-11-20T11:00:00Z");
    String expiry = Long.toString(Instant.parse("2026-12-20T11:00:00Z").getEpochSecond());
    assertThat(TestDatabase.scan(forgetful.settings().table()))
        .filteredOn(item -> !item.get("pk").s().startsWith("rejected"))
        .hasSize(3)
        .allSatisfy(item -> assertThat(item.get("expiresAt").n()).isEqualTo(expiry));

    assertThat(forgetful.readAll("periods", 10, periods())).hasSize(1);
    assertThat(forgetful.readAll("rejected", 10, TODAY)).hasSize(1);
    forgetful.pass(Duration.ofDays(31));
    assertThat(forgetful.readAll("periods", 10, periods())).isEmpty();
    assertThat(forgetful.readAll("rejected", 10, TODAY)).isEmpty();
    assertThat(
            forgetful.read(
                Map.of("operation", "members", "period", "2026-11-20T10:00Z", "group", "ada")))
        .containsEntry("state", "UNKNOWN")
        .containsEntry("members", List.of());
  }

  /** It would be unknown whether it was in a digest, so it is not taken. */
  @Test
  void anEventThatComesWhenItsPeriodIsAboutToBeForgottenIsRejected() {
    Fleet forgetful = new Fleet(Database.settings(Database.newTable(), 60, 0, 2, 30));
    String json = Event.of("ada", "e1", "2026-11-20T10:10:00Z").json();
    Instant lastMoment = Instant.parse("2026-12-12T10:59:59.999Z");
    KinesisEvent batch =
        new Records().add(json, lastMoment.plusMillis(1)).add(json, lastMoment).batch();
    assertThat(forgetful.collect(batch)).isEmpty();
    assertThat(
            forgetful.readAll(
                "rejected",
                10,
                Map.of(
                    "operation", "rejected",
                    "from", "2026-12-12T00:00:00Z",
                    "to", "2026-12-12T00:00:00Z")))
        .extracting(record -> record.get("reason"))
        .containsExactly(
            "the event is too late: its period 2026-11-20T10:00Z is kept until 2026-12-20T11:00:00Z, and it must come 8 days before");
    forgetful.settle();
    assertThat(forgetful.members()).containsExactly("e1");
  }

  private static Map<String, Object> periods() {
    return Map.of(
        "operation", "list", "from", "2026-11-20T00:00:00Z", "to", "2026-11-20T00:00:00Z");
  }

  private List<Map<String, AttributeValue>> events() {
    return TestDatabase.scan(fleet.settings().table()).stream()
        .filter(item -> item.containsKey("event"))
        .toList();
  }

  @Test
  void anEventThatFitsNoItemIsStoredInParts() {
    Event large =
        new Event("ada", "e1", Instant.parse("2026-11-20T10:10:00Z"), "ä".repeat(600_000));
    fleet.collect(List.of(large, Event.of("ada", "e1!", "2026-11-20T10:10:00Z")));
    fleet.close("2026-11-20T11:00:00Z");
    List<Map<String, Object>> members =
        fleet.readAll(
            "members",
            10,
            Map.of("operation", "members", "period", "2026-11-20T10:00Z", "group", "ada"));
    assertThat(members).extracting(member -> member.get("id")).containsExactly("e1", "e1!");
    assertThat(((String) members.getFirst().get("event")).getBytes(StandardCharsets.UTF_8))
        .hasSizeGreaterThan(1_200_000);
  }
}
