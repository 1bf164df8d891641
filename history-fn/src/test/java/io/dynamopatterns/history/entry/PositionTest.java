package io.dynamopatterns.history.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
  private static final String LONGEST = "9999999999999999999999999999999999999999";

  @Test
  void isATimeAndASequenceNumberOfOneWidth() {
    assertThat(new Position(Instant.parse("2026-11-20T10:00:00Z"), "42"))
        .hasToString("2026-11-20T10:00:00.000Z#0000000000000000000000000000000000000042");
  }

  @Property
  void sortsAsTextInTheOrderOfTimeAndSequence(
      @ForAll @LongRange(min = 0, max = 253_402_300_799_999L) long time,
      @ForAll @LongRange(min = 0, max = 2) long later,
      @ForAll @BigRange(min = "0", max = LONGEST) BigInteger one,
      @ForAll @BigRange(min = "0", max = LONGEST) BigInteger other) {
    long end = Math.min(time + later, 253_402_300_799_999L);
    Position a = new Position(Instant.ofEpochMilli(time), one.toString());
    Position b = new Position(Instant.ofEpochMilli(end), other.toString());

    assertThat(Integer.signum(a.toString().compareTo(b.toString())))
        .isEqualTo(end > time ? -1 : Integer.signum(one.compareTo(other)));
    assertThat(a.toString()).hasSize(Position.LENGTH);
    assertThat(Position.parse(a.toString())).isEqualTo(a);
    assertThat(Comparator.<Position>naturalOrder().compare(a, a)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-20T10:00:00.000Z",
        "2026-11-20T10:00:00Z#0000000000000000000000000000000000000042",
        "2026-13-20T10:00:00.000Z#0000000000000000000000000000000000000042",
        "2026-11-20T10:00:00.000Z#42",
        "2026-11-20T10:00:00.000Z#0000000000000000000000000000000000000042#c0001",
      })
  void otherTextIsNoPosition(String text) {
    assertThatThrownBy(() -> Position.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a position: '" + text + "'");
  }

  @Test
  void sequenceNumbersHaveUpToFortyDigits() {
    assertThatThrownBy(() -> new Position(Instant.EPOCH, LONGEST + "9"))
        .hasMessageContaining("must be of 1 to 40 digits");
    assertThatThrownBy(() -> new Position(Instant.EPOCH, "4-2"))
        .hasMessageContaining("must be of 1 to 40 digits, but is '4-2'");
  }

  @Test
  void aBaselineSortsBeforeWhatMayHappenAfterItsTimeHoweverTimesAreRounded() {
    Instant read = Instant.parse("2026-11-20T10:00:37.500Z");
    Position baseline = Position.before(read);

    assertThat(baseline.isOfBaseline()).isTrue();
    assertThat(baseline).isLessThan(new Position(Instant.parse("2026-11-20T10:00:37Z"), "1"));
    assertThat(baseline).isLessThan(new Position(Instant.parse("2026-11-20T10:00:00Z"), "1"));
    assertThat(Position.before(Instant.parse("2026-11-20T10:00:02Z")))
        .isLessThan(new Position(Instant.parse("2026-11-20T09:59:58Z"), "1"));
  }
}
