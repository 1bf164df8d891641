package io.dynamopatterns.processor.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.testkit.SampleLog;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
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

  /** To be run on Java 21 as well, which asks for what is available (JDK-7036144). */
  @Property(tries = 100)
  void compressedMembersAreReadToTheLastWhereverRangesEnd(
      @ForAll @IntRange(min = 1, max = 60) int range,
      @ForAll @IntRange(min = 1, max = 12) int members)
      throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < members; i++) {
      String part = "member " + i + '\n';
      text.append(part);
      all.writeBytes(SampleLog.gzip(part.getBytes(StandardCharsets.UTF_8)));
    }
    byte[] bytes = all.toByteArray();
    RangeInputStream ranges =
        new RangeInputStream(
            0,
            bytes.length,
            range,
            (first, last) -> Arrays.copyOfRange(bytes, (int) first, (int) last + 1));
    try (GZIPInputStream gzip = new GZIPInputStream(ranges, 1 << 16)) {
      assertThat(new String(gzip.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(text.toString());
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
