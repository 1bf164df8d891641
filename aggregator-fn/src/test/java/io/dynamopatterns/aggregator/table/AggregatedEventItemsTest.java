package io.dynamopatterns.aggregator.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynamopatterns.aggregator.rule.AggregatedEvent;
import io.dynamopatterns.common.ingest.RejectedEventException;
import io.dynamopatterns.common.item.ItemParts;
import io.dynamopatterns.common.item.ItemSize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class AggregatedEventItemsTest {
  /** A part that is taken for an event would be counted. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "a\nb", "a\rb", "a\u0085b", "a\u2028b"})
  void thePartsOfALargeEventAreDistinguishedFromEventsWhateverItsIdHasInIt(String id) {
    StringBuilder json = new StringBuilder();
    new Random(1).ints(900_000, 'a', 'z').forEach(c -> json.append((char) c));
    List<Map<String, AttributeValue>> items =
        AggregatedEventItems.of(
            new AggregatedEvent("g", id, "s", Instant.EPOCH, Optional.of(json.toString())),
            Optional.empty());

    assertThat(items).hasSizeGreaterThan(1);
    assertThat(items.subList(0, items.size() - 1)).allMatch(AggregatedEventItems::isPart);
    assertThat(AggregatedEventItems.isPart(items.getLast())).isFalse();
  }

  @Test
  void anEventIsReadAsItWasStored() {
    AggregatedEvent event =
        new AggregatedEvent(
            "ann", "7", "clicks", Instant.parse("2026-11-20T12:00:00Z"), Optional.of("{\"a\":1}"));
    AttributeValue expiry = AttributeValue.fromN("1800000000");

    for (AggregatedEvent each : List.of(event, event.withJson(Optional.empty()))) {
      List<Map<String, AttributeValue>> items = AggregatedEventItems.of(each, Optional.of(expiry));

      assertThat(items).hasSize(1);
      assertThat(items.getFirst()).containsEntry("expiresAt", expiry);
      assertThat(AggregatedEventItems.isEventKey(Keys.of(items.getFirst()))).isTrue();
      assertThat(AggregatedEventItems.read(items.getFirst())).isEqualTo(each);
    }
  }

  @Test
  void whatIsNotUnderTheKeyOfAnEventIsNone() {
    assertThat(AggregatedEventItems.isEventKey(Keys.round("ann", 1))).isFalse();
    assertThat(AggregatedEventItems.isEventKey(Map.of("pk", AttributeValue.fromS("ann"))))
        .isFalse();
    assertThat(AggregatedEventItems.isEventKey(Map.of("sk", AttributeValue.fromN("1")))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "missing",
      textBlock =
          """
          source | missing | attribute 'source' must be text (S), but is missing
          source | ''      | attribute 'source' must be text (S), but is ''
          source | N       | attribute 'source' must be text (S), but is N
          time   | missing | attribute 'time' must be text (S), but is missing
          time   | noon    | attribute 'time' must be a time like 2026-11-20T10:00:00Z
          event  | N       | attribute 'event' must be text (S), but is N
          event  | [1]     | attribute 'event' must be one JSON object
          sk     | e#      | the id, after 'e#' in the sort key, is empty
          """)
  void anItemThatIsNoEventIsRefusedByItsAttribute(String name, String value, String message) {
    Map<String, AttributeValue> item = new TreeMap<>(event("s"));
    item.remove(name);
    if (value != null) {
      item.put(name, value.equals("N") ? AttributeValue.fromN("1") : AttributeValue.fromS(value));
    }

    assertThatExceptionOfType(RejectedEventException.class)
        .isThrownBy(() -> AggregatedEventItems.read(item))
        .withMessageContaining(message);
  }

  /** A round has up to fifty sources by name and must fit an item. */
  @Test
  void aSourceMayHave512Bytes() {
    assertThat(AggregatedEventItems.read(event("é".repeat(256))).source()).hasSize(256);
    assertThatExceptionOfType(RejectedEventException.class)
        .isThrownBy(() -> AggregatedEventItems.read(event("é".repeat(256) + "x")))
        .withMessage("attribute 'source' must have at most 512 bytes");
  }

  /** As text an event can be read in the console; no item may be larger than this. */
  @Test
  void anEventIsOneItemAsLongAsItFits() {
    AggregatedEvent small =
        new AggregatedEvent("ann", "7", "clicks", Instant.EPOCH, Optional.of("x"));
    int around = ItemSize.of(AggregatedEventItems.of(small, Optional.empty()).getFirst()) - 1;
    String most = "x".repeat(ItemParts.MAX_ITEM - around);

    assertThat(AggregatedEventItems.of(small.withJson(Optional.of(most)), Optional.empty()))
        .singleElement()
        .satisfies(item -> assertThat(item.get("event").s()).isEqualTo(most));
    assertThat(AggregatedEventItems.of(small.withJson(Optional.of(most + "x")), Optional.empty()))
        .hasSizeGreaterThan(1);
  }

  private static Map<String, AttributeValue> event(String source) {
    return AggregatedEventItems.of(
            new AggregatedEvent("ann", "7", source, Instant.EPOCH, Optional.of("{}")),
            Optional.empty())
        .getFirst();
  }
}
