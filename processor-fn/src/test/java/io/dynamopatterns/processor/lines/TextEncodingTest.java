package io.dynamopatterns.processor.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.testkit.SampleLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextEncodingTest {
  private static final String LINE = "192.0.2.1 - - [17/May/2015:10:05:03 +0000]";

  @ParameterizedTest
  @CsvSource({
    "425a68393141592653590102, bzip2",
    "425a6839177245385090, bzip2",
    "504b03041400, a zip archive",
    "504b0506000000000000, a zip archive",
    "28b52ffd0458, zstd",
    "fd377a585a000004, xz",
    "04224d186440, lz4",
    "1f9d90, compress (.Z)",
    "377abcaf271c0004, a 7z archive",
    "526172211a070100, a rar archive",
    "4c5a495001, lzip",
    "ff060000734e61507059, snappy",
    "5041523115041520, Parquet",
    "4f626a0104, Avro",
  })
  void whatIsNotTextIsRefusedByName(String bytes, String name) {
    assertThatThrownBy(
            () -> TextEncoding.of(new ByteArrayInputStream(HexFormat.of().parseHex(bytes))))
        .isInstanceOf(BrokenTextException.class)
        .hasMessage(
            "is %s; lines are read from plain text in UTF-8 or Latin-1, or that as gzip"
                .formatted(name));
  }

  @ParameterizedTest
  @CsvSource({"UTF-16, UTF-16 text", "UTF-16LE, UTF-16 text", "UTF-16BE, UTF-16 text"})
  void textOfWideCharactersIsRefusedByNameWithAndWithoutAMark(String charset, String name) {
    byte[] text = LINE.getBytes(Charset.forName(charset));
    assertThatThrownBy(() -> TextEncoding.of(new ByteArrayInputStream(text)))
        .hasMessageStartingWith("is " + name);
  }

  @Test
  void twoWideCharactersAreEnoughToKnowThem() {
    byte[] text = "ab".getBytes(StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> TextEncoding.of(new ByteArrayInputStream(text)))
        .hasMessageStartingWith("is UTF-16 text");
  }

  @Test
  void gzipIsKnownByItsFirstBytesAndWhatItHoldsIsLookedAt() throws IOException {
    byte[] packed = SampleLog.gzip(LINE.getBytes(StandardCharsets.UTF_8));
    assertThat(TextEncoding.of(new ByteArrayInputStream(packed))).isEqualTo(TextEncoding.GZIP);
    assertThatThrownBy(() -> TextEncoding.requirePlain(new ByteArrayInputStream(packed)))
        .hasMessageStartingWith("is gzip of gzip; ");
    assertThatThrownBy(
            () ->
                TextEncoding.requirePlain(
                    new ByteArrayInputStream(LINE.getBytes(StandardCharsets.UTF_16))))
        .hasMessageStartingWith("is gzip of UTF-16 text; ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        LINE,
        "\n",
        "BZh9 is a name",
        "PAR1 is one",
        "PK",
        "\0\0\0\0\0\0",
        "é",
        "\uFEFF" + LINE
      })
  void textIsPlain(String text) throws IOException {
    assertThat(TextEncoding.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(TextEncoding.PLAIN);
  }
}
