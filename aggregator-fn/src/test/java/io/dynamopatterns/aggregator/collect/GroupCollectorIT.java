package io.dynamopatterns.aggregator.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.aggregator.kit.Aggregator;
import io.dynamopatterns.aggregator.kit.Clicks;
import io.dynamopatterns.aggregator.kit.Database;
import io.dynamopatterns.aggregator.kit.Model.Expected;
import io.dynamopatterns.aggregator.kit.Rounds;
import io.dynamopatterns.aggregator.kit.Settings;
import io.dynamopatterns.aggregator.rule.AggregatedEvent;
import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.testkit.TestBus;
import io.dynamopatterns.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class GroupCollectorIT {
  private final String table = Database.newTable();
  private final Aggregator aggregator = new Aggregator(Settings.count(table, 100));

  @Test
  void anEventIsOneItemAsTheReadmeDescribesIt() {
    String json = Clicks.json("ann", "click-1", 0);
    aggregator.collect(Clicks.clicks().addRaw(json));
    assertThat(TestDatabase.scan(table))
        .containsExactly(
            Map.of(
                "pk", AttributeValue.fromS("ann"),
                "sk", AttributeValue.fromS("e#click-1"),
                "source", AttributeValue.fromS("clicks"),
                "time", AttributeValue.fromS("2026-11-20T10:00:00.000Z"),
                "event", AttributeValue.fromS(json)));
  }

  @Test
  void theFirstOfTwoEventsWithOneIdStays() {
    aggregator.collect(
        Clicks.clicks().addRaw(Clicks.json("ann", "1", 0)).addRaw(Clicks.json("ann", "1", 1)));
    aggregator.collect(Clicks.clicks().addRaw(Clicks.json("ann", "1", 2)));
    assertThat(TestDatabase.scan(table))
        .singleElement()
        .satisfies(item -> assertThat(item.get("event").s()).isEqualTo(Clicks.json("ann", "1", 0)));
    aggregator.settle();
    assertThat(Rounds.in(table)).containsValue(new Expected("COLLECTING", 1, 0));
  }

  /** Negative control: a put that overwrites would lose what came first. */
  @Test
  void aPutThatOverwritesWouldLoseWhatCameFirst() {
    aggregator.collect(Clicks.clicks().addRaw(Clicks.json("ann", "1", 0)));
    Map<String, AttributeValue> other =
        aggregator
            .table()
            .items(
                new AggregatedEvent(
                    "ann", "1", "clicks", Clicks.START, Optional.of("{\"other\":true}")),
                Clicks.START)
            .getLast();
    TestDatabase.client().putItem(put -> put.tableName(table).item(other));
    assertThat(TestDatabase.scan(table).getFirst().get("event").s()).isEqualTo("{\"other\":true}");
  }

  @Test
  void whatIsNoEventIsKeptWithItsReasonAndTheGoodOnesBesideItCount() {
    Clicks clicks =
        Clicks.clicks()
            .add("ann", "1")
            .addRaw("not JSON")
            .addRaw("{\"id\":\"2\",\"time\":\"2026-11-20T10:00:00Z\"}")
            .addRaw("{\"id\":\"3\",\"client\":\"ann\",\"time\":\"noon\"}")
            .addRaw("{\"id\":{},\"client\":\"ann\",\"time\":\"2026-11-20T10:00:00Z\"}")
            .addRaw(Clicks.json("k".repeat(2_049), "4", 0))
            .addRaw(new byte[] {(byte) 0xff, 0})
            .add("ann", "5");
    assertThat(aggregator.collect(clicks)).isEmpty();
    assertThat(aggregator.collect(clicks)).as("again").isEmpty();
    aggregator.settle();

    assertThat(Rounds.in(table)).containsOnly(Map.entry("ann/1", new Expected("COLLECTING", 2, 0)));
    List<?> records = (List<?>) aggregator.read(Map.of("operation", "rejected")).get("rejected");
    assertThat(records)
        .hasSize(6)
        .allSatisfy(
            kept -> {
              Map<?, ?> fields = (Map<?, ?>) kept;
              assertThat(fields.get("source")).isEqualTo("clicks");
              assertThat(fields.get("shard")).isEqualTo("shardId-000000000000");
              assertThat((String) fields.get("reason")).isNotEmpty();
            });
    assertThat(records)
        .anySatisfy(
            kept -> {
              Map<?, ?> fields = (Map<?, ?>) kept;
              assertThat(fields.get("payload")).isEqualTo("not JSON");
              assertThat(fields.get("sequence")).isEqualTo("2");
            })
        .anySatisfy(kept -> assertThat(((Map<?, ?>) kept).get("payloadBase64")).isEqualTo("/wA="));
  }

  @Test
  void anEventLargerThanAnItemIsReadWhole() {
    String json =
        "{\"id\":\"big\",\"client\":\"ann\",\"time\":\"2026-11-20T10:00:00Z\",\"text\":\"%s\"}"
            .formatted("ä".repeat(500_000));
    aggregator.collect(Clicks.clicks().addRaw(json).addRaw("x".repeat(900_000)));
    aggregator.settle();

    assertThat(Rounds.in(table)).containsOnly(Map.entry("ann/1", new Expected("COLLECTING", 1, 0)));
    List<?> members =
        (List<?>) aggregator.read(Map.of("operation", "members", "group", "ann")).get("members");
    assertThat(members)
        .singleElement()
        .satisfies(member -> assertThat(((Map<?, ?>) member).get("event")).isEqualTo(json));
    List<?> records = (List<?>) aggregator.read(Map.of("operation", "rejected")).get("rejected");
    assertThat(records)
        .singleElement()
        .satisfies(
            kept -> assertThat(((Map<?, ?>) kept).get("payload")).isEqualTo("x".repeat(900_000)));
  }

  @Test
  void theEventMayNameItsSourceItself() {
    Map<String, String> environment = Settings.count(table, 100);
    environment.put("AGGREGATOR_SOURCE_POINTER", "/path");
    Aggregator pointing = new Aggregator(environment);
    pointing.collect(new Clicks("arn:any").add("ann", "1"));
    assertThat(TestDatabase.scan(table).getFirst().get("source").s()).isEqualTo("/articles/0");
  }

  /** A fault of the set-up, not of the record: nothing is rejected for it. */
  @Test
  void aStreamThatNoSourceNamesIsFailed() {
    assertThat(
            aggregator.collect(new Clicks("arn:aws:kinesis:any").add("ann", "1").add("ann", "2")))
        .containsExactly("1");
    assertThat(TestDatabase.scan(table)).isEmpty();
  }

  @Test
  void whatCannotBeStoredIsDeliveredAgainFromTheLowest() {
    AggregatorSettings settings = Settings.bind(Settings.count(table, 100));
    Aggregator disturbed =
        new Aggregator(
            settings,
            settings.rule(),
            TestDatabase.client(
                FaultScript.when(
                    call -> call.isWrite(), Fault.throttleStatements(statement -> statement == 2))),
            new TestBus());
    Clicks clicks = Clicks.clicks().add("ann", 5);
    assertThat(disturbed.collect(clicks)).isEmpty();

    Aggregator refused =
        new Aggregator(
            settings,
            settings.rule(),
            TestDatabase.client(
                FaultScript.when(call -> call.body().contains("e#bob"), Fault.throttle("any"))),
            new TestBus());
    assertThat(refused.collect(Clicks.clicks().add("ann", 26).add("bob", 1))).isNotEmpty();
    assertThat(aggregator.collect(Clicks.clicks().add("ann", 26).add("bob", 1))).isEmpty();
    aggregator.settle();
    assertThat(Rounds.in(table))
        .isEqualTo(
            Map.of(
                "ann/1", new Expected("COLLECTING", 26, 0),
                "bob/1", new Expected("COLLECTING", 1, 0)));
  }
}
