package io.dynamopatterns.processor.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.testkit.SampleLog;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  void aReadOfNoBytesIsNotTheEnd() throws IOException {
    RangeInputStream stream = new RangeInputStream(0, 0, 40, (first, last) -> new byte[0]);
    assertThat(stream.read(new byte[0], 0, 0)).isZero();
  }

  @Test
  void rangesBeginSmallAndDoubleUpToTheLargest() throws IOException {
    List<Long> sizes = new ArrayList<>();
    RangeInputStream stream =
        new RangeInputStream(
            0,
            1_000_000,
            300_000,
            (first, last) -> {
              sizes.add(last - first + 1);
              return new byte[(int) (last - first + 1)];
            });

    stream.readAllBytes();

    assertThat(sizes).containsExactly(131_072L, 262_144L, 300_000L, 300_000L, 6_784L);
  }

  @Test
  void aByteIsReadWithoutASign() throws IOException {
    RangeInputStream stream =
        new RangeInputStream(0, 1, 40, (first, last) -> new byte[] {(byte) 0xfe});
    assertThat(stream.read()).isEqualTo(0xfe);
    assertThat(stream.read()).isEqualTo(-1);
  }

  @Test
  void aRangeThatComesShortIsAnErrorAndNotTheEnd() {
    RangeInputStream stream = new RangeInputStream(0, 100, 40, (first, last) -> new byte[10]);
    assertThatThrownBy(stream::read)
        .isInstanceOf(EOFException.class)
        .hasMessage("bytes 0 to 39 were asked for, and 10 came");
  }
}
