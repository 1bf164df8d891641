package io.dynamopatterns.common.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFieldsTest {
  @Test
  void fieldsAreReadByNameAndOthersAreIgnored() {
    EventFields fields =
        of(
            """
            {"name":"a","at":"2026-11-20T10:00:00.123456+01:00","n":12.0,"inner":{"name":"b","n":7},"list":[{"n":8}]}""");

    assertThat(fields.text("name")).isEqualTo("a");
    assertThat(fields.time("at"))
        .as("to the millisecond, as items keep it")
        .isEqualTo(Instant.parse("2026-11-20T09:00:00.123Z"));
    assertThat(fields.whole("n", 0, 12)).contains(12L);
    assertThat(fields.whole("absent", 0, 12)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"name":"secret"} | 'name' must be a whole number from 0 to 9
          {"name":10} | 'name' must be a whole number from 0 to 9
          {"name":1.5} | 'name' must be a whole number from 0 to 9
          {"name":[1]} | 'name' must be a whole number from 0 to 9
          {"name":1e400} | 'name' must be a whole number from 0 to 9
          """)
  void otherValuesAreRefusedByNameWithoutTheirContent(String json, String message) {
    assertThatExceptionOfType(RejectedEventException.class)
        .isThrownBy(() -> of(json).whole("name", 0, 9))
        .withMessage(message);
  }

  @Test
  void objectIsNoText() {
    assertThatExceptionOfType(RejectedEventException.class)
        .isThrownBy(() -> of("{\"name\":{\"name\":\"a\"}}").text("name"))
        .withMessage("'name' must be text");
    assertThatExceptionOfType(RejectedEventException.class)
        .isThrownBy(() -> of("{\"other\":{\"name\":\"a\"}}").text("name"))
        .withMessage("'name' is missing: it must be text");
  }

  private static EventFields of(String json) {
    return EventFields.of(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
  }
}
