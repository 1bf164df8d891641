package io.dynamopatterns.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.aggregator.kit.Aggregator;
import io.dynamopatterns.aggregator.kit.Clicks;
import io.dynamopatterns.aggregator.kit.Database;
import io.dynamopatterns.aggregator.kit.Filters;
import io.dynamopatterns.aggregator.kit.Settings;
import io.dynamopatterns.aggregator.kit.TableRecords;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.event.ruler.Machine;

/**
 * The filters of the mappings, by AWS's own matcher, on what DynamoDB really wrote into the stream:
 * every kind of record that a table of aggregates can have.
 */
class FiltersIT {
  private static final Map<String, JsonNode> RECORDED = new LinkedHashMap<>();

  @BeforeAll
  static void record() {
    String table = Database.newTable();
    TableRecords stream = new TableRecords(table);
    Map<String, String> environment = Settings.count(table, 2);
    environment.put("AGGREGATOR_EXPIRE_AFTER_HOURS", "1");
    environment.put("AGGREGATOR_AFTER_COMPLETION", "LATE");
    Aggregator aggregator = new Aggregator(environment);

    aggregator.collect(Clicks.clicks().add("ann", "1"));
    note(stream, "event inserted");
    aggregator.settle();
    note(stream, "round created");
    aggregator.collect(Clicks.clicks().add("ann", "2"));
    stream.read();
    aggregator.settle();
    note(stream, "round completed");
    aggregator.collect(Clicks.clicks().add("ann", "3"));
    stream.read();
    aggregator.settle();
    note(stream, "late event counted");

    aggregator.collect(Clicks.clicks().add("bob", "1").add("bob", "2"));
    stream.read();
    aggregator.settle();
    note(stream, "round created complete");

    aggregator.collect(Clicks.clicks().add("cyd", "1"));
    aggregator.settle();
    stream.read();
    aggregator.expire(Instant.now().plus(Duration.ofDays(1)));
    note(stream, "round expired");

    Map<String, String> many = Settings.count(table, 1000);
    Aggregator collecting = new Aggregator(many);
    collecting.collect(Clicks.clicks().add("dan", "1"));
    collecting.settle();
    collecting.collect(Clicks.clicks().add("dan", "2"));
    stream.read();
    collecting.settle();
    note(stream, "round counted");

    collecting.collect(Clicks.clicks().addRaw("no event"));
    note(stream, "record rejected");
    collecting.collect(
        Clicks.clicks()
            .addRaw(
                "{\"id\":\"big\",\"client\":\"eve\",\"time\":\"2026-11-20T10:00:00Z\",\"x\":\""
                    + "x".repeat(500_000)
                    + "\"}"));
    List<SourceRecord> big = stream.read();
    RECORDED.put("event part inserted", big.getFirst().json());
    RECORDED.put("large event inserted", big.getLast().json());

    update(table, "ann", "e#1", "SET late = :tag");
    note(stream, "event tagged");
    delete(table, "ann", "e#1");
    note(stream, "event deleted");
    delete(table, "ann", "#head#0000000001");
    note(stream, "complete round deleted");
    delete(table, "dan", "#head#0000000001");
    note(stream, "open round deleted");

    beginAnew(stream, settings(table, 1), "gus", "forgotten round begun anew and completed");
    beginAnew(stream, settings(table, 9), "hal", "forgotten round begun anew");

    put(table, "fay", "e#1", "COLLECTING");
    note(stream, "event with a state inserted");
    put(table, "fay", "e#1", "COMPLETE");
    note(stream, "event with a state overwritten");
    put(table, "fay", "e#2", "COMPLETE");
    note(stream, "event with the state of a complete round inserted");
  }

  @Test
  void newEventsAreCountedAndNothingElseSetsTheCountingOff() throws IOException {
    assertThat(matching("count"))
        .containsExactlyInAnyOrder(
            "event inserted",
            "event part inserted",
            "large event inserted",
            "event with a state inserted",
            "event with the state of a complete round inserted");
  }

  @Test
  void whatClosesARoundIsPublishedAndNothingElseSetsThePublishingOff() throws IOException {
    assertThat(matching("publish"))
        .containsExactlyInAnyOrder(
            "round created complete",
            "round completed",
            "round expired",
            "forgotten round begun anew and completed");
  }

  /** Negative control: without the old state, every late event would be a completion. */
  @Test
  void withoutTheOldStateALateEventWouldPublishAgain() throws IOException {
    assertThat(
            matching(
                List.of(
                    "{\"eventName\":[\"MODIFY\"],\"dynamodb\":{\"NewImage\":{\"state\":{\"S\":[\"COMPLETE\"]}}}}")))
        .contains("late event counted");
  }

  private static List<String> matching(String mapping) throws IOException {
    return matching(Filters.of(mapping));
  }

  private static List<String> matching(List<String> patterns) throws IOException {
    Machine machine = Machine.builder().build();
    for (String pattern : patterns) {
      machine.addRule("any", pattern);
    }
    return RECORDED.entrySet().stream()
        .filter(entry -> !machine.rulesForJSONEvent(entry.getValue()).isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<String, String> settings(String table, int count) {
    Map<String, String> environment = Settings.count(table, count);
    environment.put("AGGREGATOR_RETENTION_DAYS", "30");
    return environment;
  }

  /** A round that is complete, has expired, and is not deleted yet when the next event comes. */
  private static void beginAnew(
      TableRecords stream, Map<String, String> environment, String group, String what) {
    Map<String, String> first = new LinkedHashMap<>(environment);
    first.put("AGGREGATOR_RULE_COUNT", "1");
    Aggregator closing = new Aggregator(first);
    closing.collect(Clicks.clicks().add(group, "1"));
    closing.settle();
    TestDatabase.client()
        .updateItem(
            update ->
                update
                    .tableName(environment.get("AGGREGATOR_TABLE"))
                    .key(key(group, "#head#0000000001"))
                    .updateExpression("SET expiresAt = :past")
                    .expressionAttributeValues(Map.of(":past", AttributeValue.fromN("1"))));
    stream.read();
    Aggregator again = new Aggregator(environment);
    again.collect(Clicks.clicks().add(group, "2"));
    again.settle();
    note(stream, what);
  }

  /** Notes the last record that was written: what else was, is of no interest. */
  private static void note(TableRecords stream, String what) {
    JsonNode json = stream.read().getLast().json();
    assertThat(json.toString().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
    RECORDED.put(what, json);
  }

  private static void update(String table, String group, String sk, String expression) {
    TestDatabase.client()
        .updateItem(
            update ->
                update
                    .tableName(table)
                    .key(key(group, sk))
                    .updateExpression(expression)
                    .expressionAttributeValues(Map.of(":tag", AttributeValue.fromBool(true))));
  }

  /** An application's event, with its own attribute that rounds have, too. */
  private static void put(String table, String group, String sk, String state) {
    Map<String, AttributeValue> item = new LinkedHashMap<>(key(group, sk));
    item.put("source", AttributeValue.fromS("app"));
    item.put("time", AttributeValue.fromS("2026-11-20T10:00:00Z"));
    item.put("state", AttributeValue.fromS(state));
    TestDatabase.client().putItem(put -> put.tableName(table).item(item));
  }

  private static void delete(String table, String group, String sk) {
    TestDatabase.client().deleteItem(delete -> delete.tableName(table).key(key(group, sk)));
  }

  private static Map<String, AttributeValue> key(String group, String sk) {
    return Map.of("pk", AttributeValue.fromS(group), "sk", AttributeValue.fromS(sk));
  }
}
