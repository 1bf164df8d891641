package io.dynamopatterns.common.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemSizeTest {
  @Property(tries = 500)
  void aTextIsMeasuredAsUtf8(@ForAll String name, @ForAll String text) {
    assertThat(ItemSize.of(Map.of(name, AttributeValue.fromS(text))))
        .isEqualTo(encoded(name) + encoded(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a\u0000",
        "\u007F\u0080\u07FF\u0800\uFFFF",
        "😀",
        "\uD83D",
        "\uDE00\uD83D",
        "\uD83Dx"
      })
  void everyWidthIsMeasuredAsUtf8(String text) {
    assertThat(ItemSize.of(Map.of("", AttributeValue.fromS(text)))).isEqualTo(encoded(text));
  }

  @Property(tries = 300)
  void whatIsAtMostTheSizeIsNeverBelowIt(@ForAll("items") Map<String, AttributeValue> item) {
    int size = ItemSize.of(item);

    assertThat(ItemSize.atMost(item)).isBetween(size, 3 * size);
    assertThat(ItemSize.isAbove(size, item)).isFalse();
    assertThat(ItemSize.isAbove(size - 1, item)).isTrue();
  }

  @Provide
  Arbitrary<Map<String, AttributeValue>> items() {
    return Items.any();
  }

  private static int encoded(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Names and text by their bytes, three bytes for a list or map and one for each element. */
  @Test
  void everyTypeIsMeasuredAsDynamoDbDocumentsIt() {
    AttributeValue text = AttributeValue.fromS("ab");
    assertThat(size(text)).isEqualTo(2);
    assertThat(size(AttributeValue.fromB(SdkBytes.fromByteArray(new byte[3])))).isEqualTo(3);
    assertThat(size(AttributeValue.fromBool(true))).isEqualTo(1);
    assertThat(size(AttributeValue.fromL(List.of(text, text)))).isEqualTo(3 + 2 * (1 + 2));
    assertThat(size(AttributeValue.fromM(Map.of("k", text)))).isEqualTo(3 + 1 + 1 + 2);
    assertThat(size(AttributeValue.fromSs(List.of("a", "bc")))).isEqualTo(3);
    assertThat(size(AttributeValue.fromN("123"))).isEqualTo(4);
    assertThat(size(AttributeValue.fromN("1".repeat(40)))).isEqualTo(21);
  }

  @Test
  void depthCountsListsAndMapsInOneAnother() {
    AttributeValue flat = AttributeValue.fromS("x");
    AttributeValue list = AttributeValue.fromL(List.of(flat));
    assertThat(ItemSize.depth(Map.of("a", flat))).isZero();
    assertThat(ItemSize.depth(Map.of("a", flat, "b", list))).isEqualTo(1);
    assertThat(ItemSize.depth(Map.of("a", AttributeValue.fromM(Map.of("b", list))))).isEqualTo(2);
    assertThat(ItemSize.depth(Map.of("a", AttributeValue.fromL(List.of(flat, list))))).isEqualTo(2);
  }

  private static int size(AttributeValue value) {
    return ItemSize.of(Map.of("n", value)) - 1;
  }
}
