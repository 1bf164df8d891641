package io.dynamopatterns.processor.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RangeInputStreamTest {
  @Property(tries = 200)
  void rangesOfAnySizeAreTheBytesFromAnyPlaceOn(
      @ForAll @IntRange(min = 0, max = 300) int length,
      @ForAll @IntRange(min = 0, max = 300) int offset,
      @ForAll @IntRange(min = 1, max = 50) int range)
      throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    int start = Math.min(offset, length);
    try (RangeInputStream stream =
        new RangeInputStream(
            start,
            length,
            range,
            (first, last) -> Arrays.copyOfRange(bytes, (int) first, (int) last + 1))) {
      assertThat(stream.available()).isEqualTo(length - start);
      assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, start, length));
      assertThat(stream.available()).isZero();
      assertThat(stream.read()).isEqualTo(-1);
    }
  }

  @Test
  void aRangeThatComesShortIsAnErrorAndNotTheEnd() {
    RangeInputStream stream = new RangeInputStream(0, 100, 40, (first, last) -> new byte[10]);
    assertThatThrownBy(stream::read)
        .isInstanceOf(EOFException.class)
        .hasMessage("bytes 0 to 39 were asked for, and 10 came");
  }
}
