package io.dynamopatterns.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Property(tries = 500)
  void everyTimeComesBackFromItsText(
      @ForAll @LongRange(min = 0, max = 253_402_300_799_999L) long millis) {
    Instant time = Instant.ofEpochMilli(millis);
    assertThat(Times.text(time)).hasSize(Times.LENGTH);
    assertThat(Times.parse(Times.text(time))).isEqualTo(time);
  }

  @Property(tries = 500)
  void aTextIsThatOfJavasFormatter(
      @ForAll @LongRange(min = -62_167_219_200_000L, max = 253_402_300_799_999L) long millis,
      @ForAll @IntRange(max = 999_999) int nanos) {
    Instant time = Instant.ofEpochMilli(millis).plusNanos(nanos);
    assertThat(Times.text(time))
        .isEqualTo(
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
                .withZone(ZoneOffset.UTC)
                .format(time));
  }

  @Test
  void aYearOfFiveDigitsHasNoText() {
    assertThatThrownBy(() -> Times.text(Instant.parse("+10000-01-01T00:00:00Z")))
        .isInstanceOf(DateTimeException.class)
        .hasMessage("a year must have four digits: +10000-01-01T00:00:00Z");
  }

  @Property(tries = 500)
  void aTimeInIso8601IsTheSameInTheFixedWidthAndInAnyOther(
      @ForAll @LongRange(min = 0, max = 253_402_300_799_999L) long millis) {
    String text = Times.text(Instant.ofEpochMilli(millis));
    String withOffset = text.replace("Z", "+00:00");
    assertThat(Times.ofIso8601(text)).contains(Instant.ofEpochMilli(millis));
    assertThat(Times.ofIso8601(text)).isEqualTo(Times.ofIso8601(withOffset));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-00-20T12:00:00.000Z",
        "2026-13-20T12:00:00.000Z",
        "2026-11-31T12:00:00.000Z",
        "2026-02-29T12:00:00.000Z",
        "2026-11-20T24:00:00.000Z",
        "2026-11-20T12:60:00.000Z",
        "2026-11-20T23:59:60.000Z",
        "2026-11-20T12:00:00.00xZ",
        "٢٠٢٦-11-20T12:00:00.000Z"
      })
  void aTextOfTheFixedWidthThatIsNoTimeIsRefused(String text) {
    assertThat(Times.ofIso8601(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-20T12:00:00Z",
        "2026-11-20T12:00:00.000+",
        "2026-13-20T12:00:00.000Z",
        "now"
      })
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> Times.parse(text)).isInstanceOf(RuntimeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-20T12:00:00Z",
        "2026-11-20T12:00:00+00:00",
        "2026-11-20T12:00:00+0000",
        "2026-11-20T12:00:00+00",
        "2026-11-20T12:00:00-00:00",
        "2026-11-20T13:00:00+01:00",
        "2026-11-20T17:30:00+0530",
        "2026-11-20T04:00:00-08",
        "2026-11-20t12:00:00z",
        "2026-11-20T12:00Z",
        "2026-11-20T12:00:00.000000000Z",
        "2026-11-20T12:00:00,000+0000"
      })
  void aTimeInIso8601IsReadInEachFormOfItsOffset(String text) {
    assertThat(Times.ofIso8601(text)).contains(NOON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-20",
        "2026-11-20T12:00:00",
        "2026-11-20 12:00:00Z",
        "20261120T120000Z",
        "2026-11-20T12:00:00+1",
        "2026-11-20T12:00:00+0",
        "2026-11-20T12:00:00+000",
        "2026-11-20T12:00:00+01:00:00",
        "2026-11-20T12:00:00+19:00",
        "2026-11-20T12:00:00Z ",
        "2026-11-20T12:00:00ZZ",
        "2026-11-20T12:00:00.Z",
        "2026-11-20T12:00:00.0000000000Z",
        "2026-11-31T12:00:00Z",
        "2026-11-20T24:00:00Z",
        "2026-11-20T12:00:60Z",
        "+12026-11-20T12:00:00Z",
        "0000-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "9999-12-31T23:59:59.9995Z",
        "٢٠٢٦-11-20T12:00:00Z",
        "2026/11/20 12.00.00,000+",
        "000000000000000000000000",
        "....-..-..T..:..:......Z",
        "yyyy-mm-ddThh:mm:ss.sssZ"
      })
  void whatIsNoTimeWithAnOffsetIsNotGuessedAt(String text) {
    assertThat(Times.ofIso8601(text)).isEmpty();
  }

  @Test
  void timesBetweenMillisecondsAreRoundedUp() {
    assertThat(Times.ceiling(NOON)).isEqualTo(NOON);
    assertThat(Times.ceiling(NOON.plusNanos(1))).isEqualTo(NOON.plusMillis(1));
    assertThat(Times.max(NOON, NOON.plusMillis(1))).isEqualTo(NOON.plusMillis(1));
  }
}
