package io.dynamopatterns.examples.coupons.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final PromotionSettings SETTINGS =
      new PromotionSettings("coupons", "stock", 16, Duration.ofDays(30), 100);

  private final Map<String, Object> body =
      new HashMap<>(
          Map.of(
              "shop",
              "baker",
              "title",
              "A roll",
              "lat",
              new BigDecimal("52.5"),
              "lon",
              new BigDecimal("13.4"),
              "endsAt",
              "2026-11-20T11:00:00Z",
              "stock",
              10,
              "shards",
              3));

  private String request() {
    return draft().coupon("0123456789abcdef01234567", "kim", SETTINGS, NOW).request();
  }

  private Draft draft() {
    return Draft.of(new Fields(body), NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "shop, a, 201",
    "shop, €, 67",
    "title, €, 67",
    "description, €, 334",
  })
  void aTextThatIsTooLongInBytesIsRefused(String field, String character, int times) {
    body.put(field, character.repeat(times));

    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(this::draft)
        .withMessageContaining("'" + field + "' must have at most");

    body.put(field, character.repeat(times - 1));
    assertThat(draft().stock()).isEqualTo(10);
  }

  /** It is stored: a change would refuse requests that are repeated over a deployment. */
  @Test
  void theHashOfARequestIsOfItsFieldsInAFixedText() {
    assertThat(request())
        .isEqualTo("06f39995390ccbb26028b1aa834b82c6ab460dba2bf9249f4186052059dd44ca");
  }

  /** Each pair is the same text if fields are written one after the other. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'A, title=B' | C | A | 'B, title=C'",
        "'A\ntitle:1:B' | C | A | 'B\ntitle:1:C'",
        "AB | C | A | BC"
      })
  void requestsWithDifferentFieldsHaveDifferentHashes(
      String shop, String title, String otherShop, String otherTitle) {
    body.put("shop", shop);
    body.put("title", title);
    String one = request();

    body.put("shop", otherShop);
    body.put("title", otherTitle);

    assertThat(request()).isNotEqualTo(one);
  }

  @ParameterizedTest
  @CsvSource({
    "description, A roll",
    "startsAt, 2026-11-20T10:30:00Z",
    "endsAt, 2026-11-20T11:00:01Z",
    "title, A cake"
  })
  void everyFieldIsPartOfTheHash(String field, String value) {
    String one = request();

    body.put(field, value);

    assertThat(request()).isNotEqualTo(one);
  }

  @ParameterizedTest
  @CsvSource({"lat, 52.6", "lon, 13.5", "stock, 11", "shards, 4"})
  void everyNumberIsPartOfTheHash(String field, BigDecimal value) {
    String one = request();

    body.put(field, value);

    assertThat(request()).isNotEqualTo(one);
  }
}
