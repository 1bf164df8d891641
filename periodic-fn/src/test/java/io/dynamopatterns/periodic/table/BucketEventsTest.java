package io.dynamopatterns.periodic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynamopatterns.periodic.period.BucketEventKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class BucketEventsTest {
  private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");

  /** When shards are raised between two deliveries, an event is stored in two partitions. */
  @Test
  void anEventThatIsStoredInTwoPartitionsComesOnce() {
    BucketEvents events = sequence(List.of(item("1"), item("1"), item("2"), item("3"), item("3")));

    assertThat(ids(events)).containsExactly("1", "2", "3");
  }

  @Test
  void thePartsOfALargeEventAreNoEvents() {
    Map<String, AttributeValue> part = new TreeMap<>(item("1"));
    part.put("sk", AttributeValue.fromS(item("1").get("sk").s() + "#c0001#0123456789abcdef"));
    part.put("part", AttributeValue.fromN("1"));

    assertThat(ids(sequence(List.of(item("1"), part, item("2"))))).containsExactly("1", "2");
  }

  @Test
  void whatIsPutBackIsReadAgainInItsOrderBeforeAllOthers() {
    BucketEvents events = sequence(List.of(item("1"), item("2"), item("3"), item("4")));
    List<StoredEvent> read = List.of(events.next(), events.next(), events.next());

    events.putBack(read.subList(1, 3));

    assertThat(ids(events)).containsExactly("2", "3", "4");
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(events::next);
  }

  private static List<String> ids(BucketEvents events) {
    List<String> ids = new ArrayList<>();
    events.forEachRemaining(event -> ids.add(event.key().id()));
    return ids;
  }

  private static BucketEvents sequence(List<Map<String, AttributeValue>> items) {
    return new BucketEvents(items.iterator());
  }

  private static Map<String, AttributeValue> item(String id) {
    return Map.of(
        "sk", AttributeValue.fromS(new BucketEventKey("ada", TEN, id).sortKey()),
        "event", AttributeValue.fromS("{}"));
  }
}
