package io.dynamopatterns.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class TableKeyTest {
  private static final TableKey PAGES = new TableKey(Map.of("path", ScalarAttributeType.S));
  private static final TableKey ORDERS = orders();

  private static TableKey orders() {
    Map<String, ScalarAttributeType> types = new LinkedHashMap<>();
    types.put("user", ScalarAttributeType.S);
    types.put("order", ScalarAttributeType.N);
    return new TableKey(types);
  }

  @Test
  void aKeyOfOneAttributeIsItsValue() {
    assertThat(PAGES.parse(List.of("/index.html")))
        .isEqualTo(Map.of("path", AttributeValue.fromS("/index.html")));
    assertThat(PAGES.parse(List.of("path=/a?b=c")))
        .isEqualTo(Map.of("path", AttributeValue.fromS("/a?b=c")));
    assertThat(PAGES.parse(List.of("/a?path=c")))
        .isEqualTo(Map.of("path", AttributeValue.fromS("/a?path=c")));
  }

  @Test
  void aKeyOfTwoAttributesIsInTheirOrderOrByTheirNames() {
    Map<String, AttributeValue> key =
        Map.of("user", AttributeValue.fromS("7"), "order", AttributeValue.fromN("9"));

    assertThat(ORDERS.parse(List.of("7", "9"))).isEqualTo(key);
    assertThat(ORDERS.parse(List.of("user=7", "order=9"))).isEqualTo(key);
    assertThat(ORDERS.parse(List.of("order=9", "user=7"))).isEqualTo(key);
    assertThat(TableKey.text(ORDERS.parse(List.of("7", "9")))).isEqualTo("user=7 order=9");
    assertThat(TableKey.json(PAGES.parse(List.of("/a"))).toString())
        .isEqualTo("{\"path\":{\"S\":\"/a\"}}");
  }

  @Test
  void aWrongKeyIsRefusedWithWhatIsAllowed() {
    assertRefused(ORDERS, List.of("7"), "the key must be user=VALUE order=VALUE, but is '7'");
    assertRefused(
        ORDERS,
        List.of("user=7", "user=8"),
        "the key must be user=VALUE order=VALUE, but is 'user=7 user=8'");
    assertRefused(
        ORDERS,
        List.of("user=7", "9"),
        "the key must be user=VALUE order=VALUE, but is 'user=7 9'");
    assertRefused(
        ORDERS,
        List.of("7", "1e999999999"),
        "key attribute order must be a number, but is '1e999999999'");
    assertRefused(
        PAGES, List.of("a", "b"), "the key must be path=VALUE or only VALUE, but is 'a b'");
    assertRefused(ORDERS, List.of("7", "x"), "key attribute order must be a number, but is 'x'");
  }

  private static void assertRefused(TableKey keys, List<String> words, String message) {
    assertThatThrownBy(() -> keys.parse(words))
        .isInstanceOf(OperationException.class)
        .hasMessage(message);
  }
}
