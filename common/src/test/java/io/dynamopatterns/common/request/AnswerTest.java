package io.dynamopatterns.common.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTest {
  /** What one content may take; 4.65 million bytes take it in Base64. */
  private static final int MOST = 6_200_000;

  @Test
  void contentIsTextWhereItIsUtf8AndElseBase64() {
    assertThat(content("não".getBytes(StandardCharsets.UTF_8))).isEqualTo(Map.of("data", "não"));
    assertThat(content(new byte[] {(byte) 0xff, 0})).isEqualTo(Map.of("dataBase64", "/wA="));
  }

  @Test
  void contentThatFitsNoAnswerIsItsSize() {
    assertThat(content(text(MOST))).containsOnlyKeys("data");
    assertThat(content(text(MOST + 1))).isEqualTo(Map.of("dataBytes", MOST + 1));
    assertThat(content(noText(4_650_000))).containsOnlyKeys("dataBase64");
    assertThat(content(noText(4_650_001))).isEqualTo(Map.of("dataBytes", 4_650_001));
    byte[] escaped = new byte[4_000_000];
    assertThat(content(escaped)).as("six bytes for each NUL").containsOnlyKeys("dataBase64");
  }

  @Test
  void textThatFitsNoAnswerIsItsSizeInUtf8() {
    String most = "ä".repeat(MOST / 2);
    assertThat(new Answer().content("event", most).json()).isEqualTo(Map.of("event", most));
    assertThat(new Answer().content("event", most + "a").json())
        .isEqualTo(Map.of("eventBytes", MOST + 1));
  }

  private static Map<String, Object> content(byte[] data) {
    return new Answer().content("data", data).json();
  }

  private static byte[] text(int length) {
    return "x".repeat(length).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] noText(int length) {
    byte[] bytes = text(length);
    bytes[0] = (byte) 0xff;
    return bytes;
  }
}
