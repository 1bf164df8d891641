package io.dynamopatterns.common.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemPartsTest {
  private static final Map<String, AttributeValue> ITEM =
      Map.of(
          "pk", AttributeValue.fromS("group"),
          "sk", AttributeValue.fromS("e#1"),
          "expiresAt", AttributeValue.fromN("1800000000"));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 400_000, 405_000, 406_000, 1_000_000, 10_000_000})
  void dataOfAnySizeComesBackAndNoItemIsTooLarge(int size) {
    byte[] data = noise(size);
    List<Map<String, AttributeValue>> items = ItemParts.split(ITEM, "event", data);
    List<Map<String, AttributeValue>> shuffled = new ArrayList<>(items);
    Collections.shuffle(shuffled, new Random(1));

    assertThat(ItemParts.data(items.getLast(), "event", shuffled)).isEqualTo(data);
    assertThat(items)
        .allSatisfy(item -> assertThat(ItemSize.of(item)).isLessThanOrEqualTo(400 * 1024));
    assertThat(items)
        .allSatisfy(
            item ->
                assertThat(item).containsEntry("expiresAt", AttributeValue.fromN("1800000000")));
    assertThat(items.subList(0, items.size() - 1)).allMatch(ItemParts::isPart);
    assertThat(ItemParts.isPart(items.getLast())).isFalse();
    assertThat(ItemParts.sortKeys(items.getLast()))
        .isEqualTo(
            items.subList(0, items.size() - 1).stream().map(item -> item.get("sk").s()).toList())
        .isSorted()
        .allSatisfy(sortKey -> assertThat(sortKey).isBetween("e#1" + ItemParts.PART_MARK, "e#1#d"));
  }

  @Test
  void whatFitsIsOneItem() {
    assertThat(ItemParts.split(ITEM, "event", noise(400_000))).hasSize(1);
    assertThat(ItemParts.split(ITEM, "event", noise(406_000))).hasSize(3);
  }

  @Test
  void dataThatFillsAnItemToItsLastByteIsInItAndAByteMoreIsInParts() {
    int room = ItemParts.MAX_ITEM - ItemSize.of(ITEM) - "event".length();

    assertThat(ItemParts.split(ITEM, "event", noise(room))).hasSize(1);
    assertThat(ItemParts.split(ITEM, "event", noise(room + 1))).hasSizeGreaterThan(1);
  }

  @Test
  void noPartIsEmpty() {
    int part =
        ItemParts.split(ITEM, "event", noise(1_000_000))
            .getFirst()
            .get("data")
            .b()
            .asByteArray()
            .length;

    assertThat(ItemParts.split(ITEM, "event", noise(2 * part))).as("two and the item").hasSize(3);
  }

  @Test
  void partsOfOtherDataAreNotMixedIn() {
    List<Map<String, AttributeValue>> one = ItemParts.split(ITEM, "event", noise(500_000));
    List<Map<String, AttributeValue>> other = ItemParts.split(ITEM, "event", noise(500_001));

    assertThatThrownBy(() -> ItemParts.data(one.getLast(), "event", other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("item e#1 of group: part 1 of 2 is missing");
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
