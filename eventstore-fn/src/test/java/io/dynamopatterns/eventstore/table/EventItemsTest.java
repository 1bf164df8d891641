package io.dynamopatterns.eventstore.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.item.ItemParts;
import io.dynamopatterns.common.item.ItemSize;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.event.EventKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class EventItemsTest {
  private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
  private static final EventItems FOR_EVER = new EventItems(Duration.ZERO);

  private static final Event TEXT = event(1, TEN, text("text"));
  private static final Event BYTES = event(2, TEN, new byte[] {(byte) 0xff, 0});
  private static final Event LATE = event(3, TEN.minusSeconds(5), new byte[] {'x'});

  @Test
  void anEventIsReadAsItWasStored() {
    for (Event event : List.of(TEXT, BYTES, LATE, event(4, TEN, noise(5_000)))) {
      List<Map<String, AttributeValue>> items = FOR_EVER.items("partition", List.of(event));

      assertThat(items).hasSize(1);
      assertThat(items.getFirst().get("pk").s()).isEqualTo("partition");
      assertThat(items.getFirst().get("sk").s()).isEqualTo(event.key().text());
      assertThat(EventItems.partition(items.getFirst())).isEqualTo("partition");
      assertThat(EventItems.sortKey(items.getFirst())).isEqualTo(event.key().text());
      assertThat(EventItems.events(items.getFirst(), items))
          .usingRecursiveFieldByFieldElementComparator()
          .containsExactly(event);
    }
  }

  @Test
  void theEventsOfAPackAreReadInTheirOrder() {
    List<Map<String, AttributeValue>> items =
        FOR_EVER.items("partition", List.of(TEXT, BYTES, LATE));

    assertThat(items).hasSize(1);
    assertThat(EventItems.events(items.getFirst(), items))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(TEXT, BYTES, LATE);
  }

  /** Two pumps may pack other events with the same first one: neither replaces the other's pack. */
  @Test
  void packsOfOtherEventsHaveOtherKeysAndOneThatIsStoredAgainHasItsOwn() {
    String two = sortKey(List.of(TEXT, BYTES));
    String three = sortKey(List.of(TEXT, BYTES, LATE));

    assertThat(two).startsWith(TEXT.key().text() + "#p").isNotEqualTo(three);
    assertThat(sortKey(List.of(TEXT, BYTES))).isEqualTo(two);
    assertThat(two.length()).isEqualTo(TEXT.key().text().length() + 2 + 16);
  }

  /** A write costs a unit for each kilobyte that it begins. */
  @Test
  void anEventIsPackedWhereThatCostsFewerUnits() {
    byte[] repetitive = text("all work and no play ".repeat(200));
    assertThat(only(event(1, TEN, repetitive))).as("one unit for five").containsKey("pack");
    assertThat(only(event(1, TEN, text("x".repeat(1_500))))).as("one for two").containsKey("pack");

    assertThat(only(event(1, TEN, noise(5_000)))).as("it would be larger").containsKey("data");
    assertThat(only(event(1, TEN, noise(1_500)))).as("two either way").containsKey("data");
    assertThat(only(event(1, TEN, text(letters(1_300) + "x".repeat(300)))))
        .as("smaller, but two either way")
        .containsKey("data");
    assertThat(only(event(1, TEN, text("x".repeat(700))))).as("one").containsKey("data");
  }

  @Test
  void anEventIsPackedUpToTheLastByteOfAUnit() {
    int largest =
        IntStream.range(900, 1_400)
            .mapToObj(size -> only(event(1, TEN, text(letters(size)))))
            .filter(item -> item.containsKey("pack"))
            .mapToInt(ItemSize::of)
            .max()
            .orElseThrow();

    assertThat(largest).isEqualTo(1024);
  }

  @Test
  void anEventThatFitsNoItemIsStoredInParts() {
    Event large = event(1, TEN, noise(500_000));

    List<Map<String, AttributeValue>> items = FOR_EVER.items("partition", List.of(large));

    assertThat(items).hasSizeGreaterThan(1).allMatch(item -> !ItemSize.isAbove(400 * 1024, item));
    assertThat(ItemParts.hasParts(items.getLast())).isTrue();
    // A failure that shows half a million bytes takes a minute.
    byte[] data = EventItems.events(items.getLast(), items).getFirst().data();
    assertThat(Arrays.equals(data, large.data())).isTrue();
  }

  @Test
  void itemsExpireARetentionAfterTheirLastEvent() {
    EventItems aDay = new EventItems(Duration.ofDays(1));
    String expiry = Long.toString(TEN.plusSeconds(1).plus(Duration.ofDays(1)).getEpochSecond());

    assertThat(aDay.items("partition", List.of(TEXT)).getFirst().get("expiresAt").n())
        .isEqualTo(expiry);
    assertThat(aDay.items("partition", List.of(TEXT, LATE)).getFirst().get("expiresAt").n())
        .isEqualTo(Long.toString(Long.parseLong(expiry) + 2));
    assertThat(only(TEXT)).doesNotContainKey("expiresAt");
  }

  @Test
  void anItemHasExpiredFromItsSecondOn() {
    Map<String, AttributeValue> item =
        Map.of("expiresAt", AttributeValue.fromN("" + TEN.getEpochSecond()));

    assertThat(EventItems.isExpired(item, TEN.minusMillis(1))).isFalse();
    assertThat(EventItems.isExpired(item, TEN)).isTrue();
    assertThat(EventItems.isExpired(Map.of(), TEN)).isFalse();
  }

  private static String sortKey(List<Event> events) {
    return FOR_EVER.items("partition", events).getLast().get("sk").s();
  }

  private static Map<String, AttributeValue> only(Event event) {
    List<Map<String, AttributeValue>> items = FOR_EVER.items("partition", List.of(event));
    assertThat(items).hasSize(1);
    return items.getFirst();
  }

  /** Its store time is this many seconds later than ten; its arrival is the same, or earlier. */
  private static Event event(int second, Instant arrival, byte[] data) {
    Instant time = TEN.plusSeconds(second);
    return new Event(
        EventKey.of(time, "shardId-000000000000", "" + (100 + second)),
        arrival.equals(TEN) ? time : arrival,
        "key",
        data);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Letters that compress by a quarter. */
  private static String letters(int size) {
    return new Random(7)
        .ints(size, '0', 'p')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
