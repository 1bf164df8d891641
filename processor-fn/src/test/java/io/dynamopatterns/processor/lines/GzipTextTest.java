package io.dynamopatterns.processor.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.testkit.SampleLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GzipTextTest {
  private static final byte[] ONE = SampleLog.gzip("one\n".getBytes(StandardCharsets.UTF_8));
  private static final byte[] TWO = SampleLog.gzip("two\n".getBytes(StandardCharsets.UTF_8));

  @Test
  void allMembersAreOneTextWhereverTheReadsEnd() throws IOException {
    byte[] bytes = concat(ONE, SampleLog.gzip(new byte[0]), TWO);
    for (int chunk = 1; chunk <= bytes.length; chunk++) {
      assertThat(text(chunks(bytes, chunk))).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void zerosAfterTheLastMemberArePadding() throws IOException {
    assertThat(text(new ByteArrayInputStream(concat(ONE, new byte[100_000])))).isEqualTo("one\n");
  }

  @Test
  void whatIsNotGzipAfterAMemberIsAnErrorAndNotTheEnd() {
    String from = "has bytes that are not gzip after the end of its gzip data, from byte ";
    assertBroken(
        concat(ONE, "garbage".getBytes(StandardCharsets.UTF_8)), from + ONE.length + " on");
    assertBroken(concat(ONE, new byte[5], TWO), from + (ONE.length + 5) + " on");
    assertBroken(concat(ONE, new byte[] {0x1f}), "is cut: it ends within its gzip data");
  }

  @Test
  void anObjectThatIsCutAnywhereIsAnErrorAfterTheTextBeforeThat() throws IOException {
    byte[] bytes = concat(ONE, TWO);
    for (int length = 1; length < bytes.length; length++) {
      if (length != ONE.length) {
        assertBroken(Arrays.copyOf(bytes, length), "is cut: it ends within its gzip data");
      }
    }
    byte[] read = new byte[4];
    InputStream cut =
        new GzipText(new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length - 1)));
    assertThat(cut.readNBytes(read, 0, 4)).isEqualTo(4);
    assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo("one\n");
  }

  @Test
  void aChecksumOrALengthThatIsAnotherIsAnError() {
    for (int fromEnd : new int[] {1, 4, 5, 8}) {
      byte[] damaged = ONE.clone();
      damaged[damaged.length - fromEnd] ^= 1;
      assertBroken(damaged, "has damaged gzip data before byte " + ONE.length);
    }
  }

  @Test
  void aHeaderMayHaveAllItsFields() throws IOException {
    byte[] header =
        HexFormat.of()
            .parseHex(
                "1f8b081e000000000003" + "0200aabb" + "6e616d6500" + "636f6d6d656e7400" + "1234");
    assertThat(
            text(new ByteArrayInputStream(concat(header, Arrays.copyOfRange(ONE, 10, ONE.length)))))
        .isEqualTo("one\n");
  }

  @Test
  void anExtraFieldOfAHeaderMayHaveAnyBytesOfAnyNumber() throws IOException {
    // 258 bytes, zeros among them.
    byte[] header = HexFormat.of().parseHex("1f8b0804000000000003" + "0201");
    byte[] field = new byte[258];
    field[257] = 1;
    assertThat(
            text(
                new ByteArrayInputStream(
                    concat(header, field, Arrays.copyOfRange(ONE, 10, ONE.length)))))
        .isEqualTo("one\n");
  }

  @Test
  void paddingIsDistinguishedFromAMemberWhereverTheBytesAreCut() throws IOException {
    for (byte[] member : new byte[][] {ONE, TWO, concat(ONE, TWO)}) {
      byte[] padded = concat(member, new byte[10]);
      String expected = text(new ByteArrayInputStream(member));
      for (int cut = 1; cut < member.length; cut++) {
        InputStream bytes =
            new SequenceInputStream(
                new ByteArrayInputStream(padded, 0, cut),
                new ByteArrayInputStream(padded, cut, padded.length - cut));
        assertThat(text(bytes)).isEqualTo(expected);
      }
    }
  }

  @Test
  void thePlaceOfWhatIsWrongCountsFromTheBeginningOfTheObject() {
    assertBroken(
        concat(ONE, new byte[100_000], TWO),
        "has bytes that are not gzip after the end of its gzip data, from byte %d on"
            .formatted(ONE.length + 100_000));
  }

  @Test
  void textIsReadByteByByteToo() throws IOException {
    try (GzipText text = new GzipText(new ByteArrayInputStream(ONE))) {
      for (char c : "one\n".toCharArray()) {
        assertThat(text.read()).isEqualTo(c);
      }
      assertThat(text.read()).isEqualTo(-1);
    }
  }

  @Test
  void aReadOfNoBytesIsNotTheEnd() throws IOException {
    try (GzipText text = new GzipText(new ByteArrayInputStream(ONE))) {
      text.readAllBytes();
      assertThat(text.read(new byte[0], 0, 0)).isZero();
    }
  }

  @Test
  void aTextThatIsClosedClosesItsBytesAndReadsNoMore() throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    GzipText text =
        new GzipText(
            new ByteArrayInputStream(ONE) {
              @Override
              public void close() {
                closed.set(true);
              }
            });

    text.close();

    assertThat(closed).isTrue();
    assertThatThrownBy(text::read).as("its inflater is released").isInstanceOf(Exception.class);
  }

  private static void assertBroken(byte[] bytes, String message) {
    assertThatThrownBy(() -> text(new ByteArrayInputStream(bytes)))
        .isInstanceOf(BrokenTextException.class)
        .hasMessageStartingWith(message);
  }

  private static String text(InputStream bytes) throws IOException {
    try (GzipText text = new GzipText(bytes)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static InputStream chunks(byte[] bytes, int chunk) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, chunk));
      }
    };
  }
}
