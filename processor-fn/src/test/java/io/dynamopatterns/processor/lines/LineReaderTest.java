package io.dynamopatterns.processor.lines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | ''",
        "a~ | a",
        "a~b~ | a;b",
        "a~b | a;b",
        "a^~b^~ | a;b",
        "a^~b^ | a;b",
        "~ | <>",
        "~~a~ | <>;<>;a",
        "a^b~ | a^b",
      })
  void linesEndAtLineFeedsAndAtTheEnd(String text, String lines) throws IOException {
    List<String> expected = lines.isEmpty() ? List.of() : List.of(lines.split(";"));
    assertThat(texts(text.replace('~', '\n').replace('^', '\r').getBytes(StandardCharsets.UTF_8)))
        .containsExactlyElementsOf(
            expected.stream().map(line -> line.replace("<>", "").replace('^', '\r')).toList());
  }

  @Property(tries = 300)
  void anyTextIsReadWholeFromTheStartOfAnyLine(
      @ForAll("texts") List<String> lines, @ForAll @IntRange(min = 1, max = 7) int chunk)
      throws IOException {
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    List<LineReader.Read> all = read(new ByteArrayInputStream(bytes), 0);
    assertThat(all.stream().map(line -> line.text().orElseThrow()))
        .containsExactlyElementsOf(lines);
    for (int i = 0; i < all.size(); i++) {
      int start = (int) all.get(i).start();
      assertThat(read(new Chunks(bytes, start, chunk), start))
          .containsExactlyElementsOf(all.subList(i, all.size()));
    }
    assertThat(all.getLast().end()).isEqualTo(bytes.length);
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.strings()
        .withChars("ab é€\"{}")
        .withChars('0', '9')
        .ofMaxLength(12)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Test
  void bytesThatAreNotUtf8AreTakenForLatin1AndNoneIsLost() throws IOException {
    byte[] latin = {'c', 'a', 'f', (byte) 0xe9, '\n', 'o', 'k'};
    assertThat(texts(latin)).containsExactly("café", "ok");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstLineAndInOthersACharacter() throws IOException {
    byte[] bytes = "\uFEFFone\n\uFEFFtwo".getBytes(StandardCharsets.UTF_8);
    assertThat(texts(bytes)).containsExactly("one", "\uFEFFtwo");
    assertThat(texts("\uFEFF".getBytes(StandardCharsets.UTF_8))).containsExactly("");
  }

  @Test
  void aLineThatIsTooLongIsSkippedWithItsLengthKnown() throws IOException {
    byte[] bytes = ("ok\n" + "x".repeat(200_000) + "\r\nlast").getBytes(StandardCharsets.UTF_8);
    List<LineReader.Read> lines = new ArrayList<>();
    try (LineReader reader = new LineReader(new ByteArrayInputStream(bytes), 0, 1000)) {
      for (Optional<LineReader.Read> line = reader.next(); line.isPresent(); line = reader.next()) {
        lines.add(line.get());
      }
    }
    assertThat(lines)
        .containsExactly(
            new LineReader.Read(0, 3, Optional.of("ok")),
            new LineReader.Read(3, 200_005, Optional.empty()),
            new LineReader.Read(200_005, 200_009, Optional.of("last")));
    assertThat(lines.get(1).length()).isEqualTo(200_002);
  }

  @Test
  void theLongestLineIsHeldWithAnyEnd() throws IOException {
    for (String end : List.of("", "\n", "\r\n", "\r")) {
      byte[] bytes = ("x".repeat(1000) + end).getBytes(StandardCharsets.UTF_8);
      try (LineReader reader = new LineReader(new ByteArrayInputStream(bytes), 0, 1000)) {
        assertThat(reader.next().orElseThrow().text()).contains("x".repeat(1000));
      }
    }
  }

  @Test
  void aReaderThatIsClosedClosesItsBytes() throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    LineReader reader =
        new LineReader(
            new ByteArrayInputStream(new byte[0]) {
              @Override
              public void close() {
                closed.set(true);
              }
            },
            0,
            1000);

    reader.close();

    assertThat(closed).isTrue();
  }

  private static List<String> texts(byte[] bytes) throws IOException {
    return read(new ByteArrayInputStream(bytes), 0).stream()
        .map(line -> line.text().orElseThrow())
        .toList();
  }

  private static List<LineReader.Read> read(InputStream bytes, long offset) throws IOException {
    List<LineReader.Read> lines = new ArrayList<>();
    try (LineReader reader = new LineReader(bytes, offset, 1000)) {
      for (Optional<LineReader.Read> line = reader.next(); line.isPresent(); line = reader.next()) {
        lines.add(line.get());
      }
    }
    return lines;
  }

  /** Bytes that come a few at a time: every character is cut somewhere. */
  private static final class Chunks extends InputStream {
    private final byte[] bytes;
    private final int chunk;
    private int position;

    Chunks(byte[] bytes, int start, int chunk) {
      this.bytes = Arrays.copyOf(bytes, bytes.length);
      this.position = start;
      this.chunk = chunk;
    }

    @Override
    public int read() {
      return position < bytes.length ? bytes[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      int read = Math.min(Math.min(count, chunk), bytes.length - position);
      System.arraycopy(bytes, position, target, offset, Math.max(0, read));
      position += Math.max(0, read);
      return read > 0 ? read : -1;
    }
  }
}
