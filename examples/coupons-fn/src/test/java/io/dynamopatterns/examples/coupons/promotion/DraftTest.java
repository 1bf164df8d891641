package io.dynamopatterns.examples.coupons.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.periodic.period.EventKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DraftTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  private final Map<String, Object> body =
      new HashMap<>(
          Map.of(
              "shop", "baker",
              "title", "A roll",
              "lat", new BigDecimal("52.5"),
              "lon", new BigDecimal("13.4"),
              "endsAt", "2026-11-20T11:00:00Z",
              "stock", 10,
              "shards", 3));

  private Draft draft() {
    return Draft.of(new Fields(body), NOW);
  }

  /** A space, a percent sign and a line break take three bytes in such a key. */
  @ParameterizedTest
  @ValueSource(strings = {"a", " ", "%", "\n"})
  void theLongestNameOfAShopFitsTheKeysThatThePeriodicAggregatorMakesOfIt(String character) {
    body.put("shop", character.repeat(Draft.MAX_NAME_BYTES));
    String shop = draft().shop();

    EventKey key = new EventKey(shop, NOW, UUID.randomUUID().toString());

    assertThat(EventKey.parse(key.sortKey())).isEqualTo(key);
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
}
