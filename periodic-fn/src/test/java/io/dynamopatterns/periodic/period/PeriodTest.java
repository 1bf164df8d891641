package io.dynamopatterns.periodic.period;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PeriodTest {
  @Test
  void aPeriodIsNamedByItsStartInUtc() {
    Period period = Period.of(Instant.parse("2026-11-20T10:59:59.999Z"), Duration.ofHours(1));
    assertThat(period.name()).isEqualTo("2026-11-20T10:00Z");
    assertThat(Period.isName(period.name())).isTrue();
    assertThat(period.end()).isEqualTo("2026-11-20T11:00:00Z");
  }

  @Test
  void whatIsNoStartOfAPeriodIsNoName() {
    for (String text : List.of("", "2026-11-20", "2026-11-20T10:00:00Z", "2026-11-20T10:00")) {
      assertThat(Period.isName(text)).as(text).isFalse();
    }
  }

  /** Of the years that events may have. */
  @Property
  void everyMomentIsInOnePeriodWhoseNamesSortAsTheyFollow(
      @ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long second) {
    for (int minutes : new int[] {1, 15, 60, 480, 1440}) {
      Duration width = Duration.ofMinutes(minutes);
      Instant time = Instant.ofEpochSecond(second);
      Period period = Period.of(time, width);
      assertThat(period.start()).isBeforeOrEqualTo(time);
      assertThat(period.end()).isAfter(time);
      assertThat(Period.of(period.start(), width)).isEqualTo(period);
      assertThat(Period.of(period.start().minusMillis(1), width).end()).isEqualTo(period.start());
      assertThat(period.name()).hasSize("2026-11-20T10:00Z".length());
    }
  }

  @Test
  void bucketsAreNamedByPeriodAndGeneration() {
    Bucket bucket = new Bucket("2026-11-20T10:00Z", 2);
    assertThat(bucket).hasToString("2026-11-20T10:00Z/00002");
    assertThat(Bucket.parse(bucket.toString())).isEqualTo(bucket);
    assertThat(bucket.day()).isEqualTo("2026-11-20");
    assertThat(bucket.earlier())
        .containsExactly(new Bucket(bucket.period(), 0), new Bucket(bucket.period(), 1));
    assertThat(new Bucket(bucket.period(), 0).isLate()).isFalse();
  }
}
