package io.dynamopatterns.eventstore.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Positive;
import org.junit.jupiter.api.Test;

class EventKeyTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Property(tries = 500)
  void keysSortByTimeThenShardThenSequenceNumber(
      @ForAll @LongRange(min = 0, max = 253_402_300_799_999L) long left,
      @ForAll @LongRange(min = 0, max = 253_402_300_799_999L) long right,
      @ForAll @LongRange(min = 1) long leftSequence,
      @ForAll @LongRange(min = 1) long rightSequence) {
    EventKey a = EventKey.of(Instant.ofEpochMilli(left), "shardId-1", "" + leftSequence);
    EventKey b = EventKey.of(Instant.ofEpochMilli(right), "shardId-1", "" + rightSequence);
    int expected =
        left != right ? Long.compare(left, right) : Long.compare(leftSequence, rightSequence);
    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(expected);
    assertThat(a.time()).isEqualTo(Instant.ofEpochMilli(left));
    assertThat(a.eventId()).isEqualTo("shardId-1:" + leftSequence);
  }

  @Property(tries = 300)
  void sequenceNumbersOfAnyLengthCompareAsNumbers(
      @ForAll @Positive BigInteger left, @ForAll @Positive BigInteger right) {
    int expected = left.compareTo(right);
    assertThat(Integer.signum(Sequence.compare(left.toString(), right.toString())))
        .isEqualTo(expected);
    EventKey a = EventKey.of(NOON, "s", left.toString());
    EventKey b = EventKey.of(NOON, "s", right.toString());
    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(expected);
    assertThat(a.equals(b) || !b.text().startsWith(a.text())).isTrue();
  }

  @Test
  void otherThingsAreNoSequenceNumbers() {
    for (String wrong : new String[] {"", "01", "-1", "1.5", "latest", null}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Sequence.require(wrong));
    }
  }

  @Test
  void slotsAreWholePartsOfADay() {
    assertThat(Slot.startOf(Instant.parse("2026-11-20T12:59:59.999Z"), Duration.ofMinutes(60)))
        .isEqualTo(NOON);
    assertThat(Slot.startOf(NOON, Duration.ofMinutes(1440)))
        .isEqualTo(Instant.parse("2026-11-20T00:00:00Z"));
    assertThat(new Slot(NOON, 2).partitions())
        .containsExactly("2026-11-20T12:00Z#000", "2026-11-20T12:00Z#001");
    assertThat(Slot.parse(Slot.text(NOON))).isEqualTo(NOON);
  }
}
