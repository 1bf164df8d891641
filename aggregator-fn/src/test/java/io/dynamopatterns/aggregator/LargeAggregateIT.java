package io.dynamopatterns.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.aggregator.kit.Aggregator;
import io.dynamopatterns.aggregator.kit.Database;
import io.dynamopatterns.aggregator.kit.Rounds;
import io.dynamopatterns.aggregator.kit.Settings;
import io.dynamopatterns.aggregator.kit.TableRecords;
import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.emulator.dynamodb.DynamoDbUsage;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.testkit.TestBus;
import io.dynamopatterns.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** An aggregate that no list in one item could hold: that would end at 400 KB. */
class LargeAggregateIT {
  /** Three times what an item holds; {@code -Daggregate.events=100000} takes a minute. */
  private static final int EVENTS = Integer.getInteger("aggregate.events", 20_000);

  @BeforeAll
  @AfterAll
  static void useADatabaseOfItsOwn() {
    TestDatabase.startAnew();
  }

  @Test
  void farMoreEventsThanAnItemHoldsCompleteAreReadByPageAndCostTheSameEachAsTen() {
    assertThat(unitsPerEvent(EVENTS)).isLessThanOrEqualTo(unitsPerEvent(10));
  }

  private static double unitsPerEvent(int events) {
    String table = Database.newTable(false);
    DynamoDbUsage usage = new DynamoDbUsage();
    AggregatorSettings settings = Settings.bind(Settings.count(table, events));
    Aggregator aggregator =
        new Aggregator(settings, settings.rule(), TestDatabase.metered(usage), new TestBus());
    insert(table, events);
    TableRecords stream = new TableRecords(table);
    for (List<SourceRecord> page = stream.readPage(); !page.isEmpty(); page = stream.readPage()) {
      assertThat(aggregator.count(TableRecords.event(page))).isEmpty();
      assertThat(aggregator.publish(TableRecords.event(completions(page)))).isEmpty();
    }

    assertThat(Rounds.in(aggregator.completed())).containsExactly("ann/1");
    assertThat(aggregator.read(Map.of("operation", "show", "group", "ann")))
        .containsEntry("state", "COMPLETE")
        .containsEntry("count", (long) events);
    assertThat(membersByPage(aggregator)).hasSize(events);
    return 1 + usage.writeUnits() / events;
  }

  /** What the filter of the publishing lets through; it is too slow for this many. */
  private static List<SourceRecord> completions(List<SourceRecord> page) {
    return page.stream().filter(change -> change.text().contains("\"COMPLETE\"")).toList();
  }

  /** As an application does that writes its events into the table itself: a unit each. */
  private static void insert(String table, int events) {
    IntStream.iterate(0, from -> from < events, from -> from + 25)
        .parallel()
        .forEach(
            from -> {
              List<WriteRequest> puts = new ArrayList<>();
              for (int i = from; i < Math.min(events, from + 25); i++) {
                puts.add(put(i));
              }
              TestDatabase.client()
                  .batchWriteItem(write -> write.requestItems(Map.of(table, puts)));
            });
  }

  private static WriteRequest put(int i) {
    Map<String, AttributeValue> item =
        Map.of(
            "pk", AttributeValue.fromS("ann"),
            "sk", AttributeValue.fromS("e#%06d".formatted(i)),
            "source", AttributeValue.fromS("app"),
            "time", AttributeValue.fromS("2026-11-20T10:00:00Z"));
    return WriteRequest.builder().putRequest(PutRequest.builder().item(item).build()).build();
  }

  private static Set<Object> membersByPage(Aggregator aggregator) {
    Set<Object> ids = new HashSet<>();
    Object cursor = null;
    do {
      Map<String, Object> request =
          new HashMap<>(Map.of("operation", "members", "group", "ann", "round", 1, "limit", 1000));
      if (cursor != null) {
        request.put("next", cursor);
      }
      Map<String, Object> page = aggregator.read(request);
      ((List<?>) page.get("members")).forEach(member -> ids.add(((Map<?, ?>) member).get("id")));
      cursor = page.get("next");
    } while (cursor != null);
    return ids;
  }
}
