package io.dynamopatterns.history.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemKeyTest {
  @Test
  void isReadable() {
    assertThat(key("path", AttributeValue.fromS("/a b?c|d"))).hasToString("pages|path=S:/a b?c|d");
    assertThat(
            new ItemKey(
                "orders",
                Map.of("order", AttributeValue.fromN("7"), "customer", AttributeValue.fromS("x"))))
        .hasToString("orders|customer=S:x&order=N:7");
    assertThat(key("hash", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {-1, 0}))))
        .hasToString("pages|hash=B:_wA");
  }

  /** Keys made of the separators are where ambiguity would be. */
  @Property
  void differentKeysHaveDifferentTexts(
      @ForAll @Chars({'a', '=', '&', '%', ':', '|', 'S'}) @StringLength(min = 1, max = 4) String a,
      @ForAll @Chars({'a', '=', '&', '%', ':', '|', 'S'}) @StringLength(min = 1, max = 4) String b,
      @ForAll @Chars({'a', '=', '&', '%', ':', '|', 'S'}) @StringLength(max = 9) String c) {
    Set<ItemKey> keys =
        new HashSet<>(
            List.of(
                new ItemKey("pages", Map.of(a, AttributeValue.fromS(b + c))),
                new ItemKey("pages", Map.of(a + b, AttributeValue.fromS(c))),
                new ItemKey(
                    "pages", twoOf(a, AttributeValue.fromS(b), b, AttributeValue.fromS(c)))));
    assertThat(keys.stream().map(ItemKey::text)).doesNotHaveDuplicates();
  }

  private static Map<String, AttributeValue> twoOf(
      String a, AttributeValue first, String b, AttributeValue second) {
    return a.equals(b) ? Map.of(a + "2", first, b, second) : Map.of(a, first, b, second);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "10.0", "1E1", "+10", "010", "0.1e2"})
  void numbersAreOneHoweverTheyAreWritten(String ten) {
    assertThat(key("n", AttributeValue.fromN(ten))).isEqualTo(key("n", AttributeValue.fromN("10")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ten", "1E1000000000", "1E-1000000000", "NaN"})
  void whatIsNoNumberIsRefused(String number) {
    assertThatThrownBy(() -> key("n", AttributeValue.fromN(number)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key attribute 'n' must be a number");
  }

  @Test
  void aNumberOfUpTo130DigitsBeforeOrAfterThePointIsAKey() {
    for (String number : List.of("1E129", "1E-131", "12E128")) {
      assertThat(key("n", AttributeValue.fromN(number)).text()).startsWith("pages|n=N:");
    }
    for (String number : List.of("1E130", "1E-132", "12E129")) {
      assertThatThrownBy(() -> key("n", AttributeValue.fromN(number)))
          .as(number)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anImageThatADeleteLeftIsATombstoneOfItsItemAlone() {
    Map<String, AttributeValue> tombstone =
        Map.of(
            "path", AttributeValue.fromS("/"),
            "tombstone", AttributeValue.fromBool(true),
            "version", AttributeValue.fromN("3"),
            "expiresAt", AttributeValue.fromN("1800000000"),
            "writeTokens", AttributeValue.fromS("a:1 0 a:2:3"));

    assertThat(key("path", AttributeValue.fromS("/")).isTombstone(tombstone)).isTrue();
    assertThat(key("other", AttributeValue.fromS("/")).isTombstone(tombstone))
        .as("it has an attribute more than a delete leaves")
        .isFalse();
  }

  @Test
  void aTextThatIsTooLongIsReplacedByItsHash() {
    String longest = "x".repeat(2048 - "pages|path=S:".length());
    assertThat(key("path", AttributeValue.fromS(longest)).text()).hasSize(2048).endsWith("x");

    String tooLong = "ä".repeat(1020);
    ItemKey key = key("path", AttributeValue.fromS(tooLong));
    assertThat(key.text()).matches("pages\\|sha256:[0-9a-f]{64}");
    assertThat(key.text().getBytes(StandardCharsets.UTF_8).length).isLessThan(2048);
    assertThat(key.attributes()).containsEntry("path", AttributeValue.fromS(tooLong));
    assertThat(key("path", AttributeValue.fromS(tooLong + "ä")).text()).isNotEqualTo(key.text());
  }

  @Test
  void aKeyIsOfStringsNumbersAndBytes() {
    assertThatThrownBy(() -> key("k", AttributeValue.fromBool(true)))
        .hasMessage(
            "key attribute 'k' must be a string (S), a number (N) or binary (B), but is BOOL");
    assertThatThrownBy(() -> new ItemKey("pages", Map.of()))
        .hasMessage("a key has one or two attributes, not []");
    AttributeValue any = AttributeValue.fromS("x");
    assertThatThrownBy(() -> new ItemKey("pages", Map.of("a", any, "b", any, "c", any)))
        .hasMessageStartingWith("a key has one or two attributes, not [");
  }

  private static ItemKey key(String name, AttributeValue value) {
    return new ItemKey("pages", Map.of(name, value));
  }
}
