package io.dynamopatterns.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
  @ParameterizedTest
  @ValueSource(strings = {"", "a", "Überfall", "日本", "😀", "\uFFFD", "a\uFFFDb"})
  void textIsReadFromItsBytes(String text) {
    assertThat(Utf8.text(text.getBytes(StandardCharsets.UTF_8))).contains(text);
  }

  @ParameterizedTest
  @ValueSource(bytes = {(byte) 0x80, (byte) 0xC3, (byte) 0xFF})
  void bytesThatAreNoTextAreRefused(byte wrong) {
    assertThat(Utf8.text(new byte[] {'a', wrong})).isEmpty();
    assertThat(Utf8.text(new byte[] {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD, wrong})).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(bytes = {(byte) 0xA0, (byte) 0xBF})
  void halfOfASurrogatePairIsNoText(byte second) {
    assertThat(Utf8.text(new byte[] {(byte) 0xED, second, (byte) 0x80})).isEmpty();
  }
}
