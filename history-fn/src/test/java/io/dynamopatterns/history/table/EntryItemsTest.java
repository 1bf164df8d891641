package io.dynamopatterns.history.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.item.ItemParts;
import io.dynamopatterns.common.item.ItemSize;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.ItemVersion;
import io.dynamopatterns.history.entry.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class EntryItemsTest {
  private static final ItemKey ITEM = new ItemKey("pages", Map.of("path", s("/index.html")));
  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");
  private static final EntryItems FOR_EVER = new EntryItems(Duration.ZERO);

  @Test
  void aSmallEntryIsReadableInTheConsole() {
    assertThat(FOR_EVER.encode(entry(Map.of("hits", n("3")), Map.of("hits", n("2")))))
        .containsExactly(
            Map.ofEntries(
                Map.entry("pk", s("pages|path=S:/index.html")),
                Map.entry(
                    "sk", s("2026-11-20T10:00:00.000Z#0000000000000000000000000000000000000042")),
                Map.entry("table", s("pages")),
                Map.entry("key", AttributeValue.fromM(Map.of("path", s("/index.html")))),
                Map.entry("eventName", s("MODIFY")),
                Map.entry("time", s("2026-11-20T10:00:00.000Z")),
                Map.entry("sequence", s("0000000000000000000000000000000000000042")),
                Map.entry("version", n("3")),
                Map.entry("oldVersion", n("2")),
                Map.entry("actor", s("ada")),
                Map.entry("newImage", AttributeValue.fromM(Map.of("hits", n("3")))),
                Map.entry("oldImage", AttributeValue.fromM(Map.of("hits", n("2"))))));
  }

  @Test
  void aboveOneKilobyteImagesArePackedIfThatIsSmaller() {
    var repetitive = Map.of("text", s("all work and no play ".repeat(100)));
    assertThat(only(entry(repetitive, repetitive)))
        .containsKey("images")
        .doesNotContainKey("newImage");

    var noise = Map.of("bytes", bytes(3000));
    assertThat(only(entry(noise, Map.of()))).containsKey("newImage").doesNotContainKey("images");
  }

  /** An image is one level deeper in its entry than in its own item. */
  @Test
  void anImageThatWouldBeNestedTooDeepInItsEntryIsPacked() {
    Entry deepest = entry(nested(29), Map.of());
    assertThat(only(deepest)).containsKey("newImage");

    // DynamoDB takes no item that is nested deeper than 31 maps in an attribute.
    for (int levels : List.of(30, 31)) {
      Entry tooDeep = entry(nested(levels), Map.of());
      assertThat(only(tooDeep)).containsKey("images");
      assertThat(EntryItems.decode(FOR_EVER.encode(tooDeep))).contains(tooDeep);
    }
  }

  private static Map<String, AttributeValue> nested(int levels) {
    AttributeValue nested = s("x");
    for (int level = 0; level < levels; level++) {
      nested = AttributeValue.fromM(Map.of("a", nested));
    }
    return Map.of("deep", nested);
  }

  /** Up to a kilobyte packing saves nothing, and hides the images from the console. */
  @Test
  void anEntryOfAKilobyteIsReadableInTheConsole() {
    int around = ItemSize.of(only(entry(Map.of("t", s("")), Map.of())));
    String fits = "x".repeat(1024 - around);

    assertThat(only(entry(Map.of("t", s(fits)), Map.of()))).containsKey("newImage");
    assertThat(only(entry(Map.of("t", s(fits + "x")), Map.of()))).containsKey("images");
  }

  /** The text adds a byte to the plain size each time, and seldom one to the packed size. */
  @Test
  void imagesArePackedOnlyWhereThatIsSmaller() {
    for (int repeated = 0; repeated < 100; repeated++) {
      Map<String, AttributeValue> image =
          Map.of("bytes", bytes(3000), "text", s("x".repeat(repeated)));
      Map<String, AttributeValue> stored = only(entry(image, Map.of()));
      Map<String, AttributeValue> images =
          Map.of(
              "newImage", AttributeValue.fromM(image), "oldImage", AttributeValue.fromM(Map.of()));
      int packed = "images".length() + PackedImages.pack(images).length;

      assertThat(stored.containsKey("images"))
          .as("%d bytes, packed %d", ItemSize.of(images), packed)
          .isEqualTo(packed < ItemSize.of(images));
    }
  }

  @Test
  void anEntryThatFitsAnItemIsOneItem() {
    int around = ItemSize.of(only(entry(Map.of("b", bytes(100_000)), Map.of()))) - 100_000;
    Entry largest = entry(Map.of("b", bytes(ItemParts.MAX_ITEM - around)), Map.of());
    Entry tooLarge = entry(Map.of("b", bytes(ItemParts.MAX_ITEM - around + 1)), Map.of());

    assertThat(only(largest)).containsKey("newImage");
    assertThat(FOR_EVER.encode(tooLarge)).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 1_000, 10_000, 200_000, 300_000, 400_000, 405_000, 409_000})
  void everySizeSurvivesInItemsThatDynamoDbTakes(int size) {
    Entry entry = entry(Map.of("bytes", bytes(size)), Map.of("bytes", bytes(size / 2)));
    List<Map<String, AttributeValue>> items = FOR_EVER.encode(entry);

    assertThat(items).allMatch(item -> ItemSize.of(item) <= 400 * 1024);
    assertThat(items.getLast().get("sk").s()).hasSize(Position.LENGTH);
    List<Map<String, AttributeValue>> shuffled = new ArrayList<>(items);
    Collections.shuffle(shuffled, new Random(size));
    assertThat(EntryItems.decode(shuffled)).contains(entry);
  }

  @Test
  void aHeadWithoutAPartIsAnErrorAndPartsWithoutAHeadAreNothing() {
    Entry entry = entry(Map.of("bytes", bytes(400_000)), Map.of("bytes", bytes(400_000)));
    List<Map<String, AttributeValue>> items = FOR_EVER.encode(entry);

    assertThatThrownBy(() -> EntryItems.decode(items.subList(1, items.size())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching("item 2026.* of pages\\|path=S:/index.html: part 1 of 3 is missing");
    assertThat(EntryItems.decode(items.subList(0, items.size() - 1))).isEmpty();
  }

  @Test
  void entriesAndTheirPartsHaveOnePositionAndExpireTogether() {
    EntryItems aWeek = new EntryItems(Duration.ofDays(7));
    assertThat(aWeek.encode(entry(Map.of("b", bytes(400_000)), Map.of("b", bytes(400_000)))))
        .hasSizeGreaterThan(1)
        .allMatch(item -> EntryItems.position(item).equals(new Position(TIME, "42").toString()))
        .allMatch(
            item -> EntryItems.expiresAt(item).equals(Optional.of(TIME.plus(Duration.ofDays(7)))));
    assertThat(only(entry(Map.of(), Map.of()))).doesNotContainKey("expiresAt");
  }

  @Test
  void aVersionThatIsNoneIsKeptAsAProblem() {
    Entry entry =
        new Entry(
            ITEM,
            new Position(TIME, "42"),
            EventName.INSERT,
            TIME,
            ItemVersion.bad("attribute 'version' must be a number"),
            ItemVersion.NONE,
            Optional.empty(),
            false,
            Optional.of(Map.of("version", s("seven"))),
            Optional.empty());
    assertThat(only(entry))
        .containsEntry("versionProblem", s("attribute 'version' must be a number"))
        .doesNotContainKey("version");
    assertThat(EntryItems.decode(FOR_EVER.encode(entry))).contains(entry);
  }

  private static Map<String, AttributeValue> only(Entry entry) {
    List<Map<String, AttributeValue>> items = FOR_EVER.encode(entry);
    assertThat(items).hasSize(1);
    return items.getFirst();
  }

  private static Entry entry(
      Map<String, AttributeValue> newImage, Map<String, AttributeValue> oldImage) {
    return new Entry(
        ITEM,
        new Position(TIME, "42"),
        EventName.MODIFY,
        TIME,
        ItemVersion.of(3),
        ItemVersion.of(2),
        Optional.of("ada"),
        false,
        Optional.of(newImage),
        Optional.of(oldImage));
  }

  private static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue n(String number) {
    return AttributeValue.fromN(number);
  }

  /** Bytes that do not compress. */
  private static AttributeValue bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
  }
}
