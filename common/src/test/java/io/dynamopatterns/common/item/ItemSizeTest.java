package io.dynamopatterns.common.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
}
