package io.dynamopatterns.examples.pagehits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynamopatterns.common.ingest.RejectedEventException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClickTest {
  @Test
  void aClickIsReadAndWhatElseItSaysIsLeftAlone() {
    String json =
        """
        {"path":"/a?b=c","time":"2015-05-17T10:05:03Z","bytes":12,"status":404,"client":"192.0.2.1"}""";

    assertThat(read(json))
        .isEqualTo(
            new Click("/a?b=c", Instant.parse("2015-05-17T10:05:03Z"), 12, Optional.of(404L)));
  }

  @Test
  void aClickWithoutBytesSentNoneAndMayHaveNoStatus() {
    Click click = read("{\"path\":\"/a\",\"time\":\"2015-05-17T10:05:03Z\"}");

    assertThat(click.bytes()).isZero();
    assertThat(click.status()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no json | not JSON: line 1, column
          null | not a JSON object
          {"path":"/a","time":"2015-05-17T10:05:03Z"}{"path":"/b","time":"2015-05-17T10:05:03Z"} | more than one JSON value
          {"path":"/a","time":"2015-05-17T10:05:03Z"} tail | not JSON: line 1, column
          {"path":"/a","path":"/b","time":"2015-05-17T10:05:03Z"} | an object has a name twice
          {"path":"/a","time":1431857103000} | 'time' must be text
          {"path":"/a","time":"2015-05-17T10:05:03"} | 'time' must be a time like 2026-11-20T10:00:00Z
          {"path":"/a","time":"2015-05-17T10:05:03Z","bytes":1.5} | 'bytes' must be a whole number from 0 to
          {"path":"/a","time":"2015-05-17T10:05:03Z","bytes":"12"} | 'bytes' must be a whole number
          {"path":"/a","time":"2015-05-17T10:05:03Z","bytes":1e999999999} | 'bytes' must be a whole number
          {"path":17,"time":"2015-05-17T10:05:03Z"} | 'path' must be text
          {"path":{"path":"/a"},"time":"2015-05-17T10:05:03Z"} | 'path' must be text
          {"path":"","time":"2015-05-17T10:05:03Z"} | 'path' is missing: it must be text
          [] | not a JSON object
          {"time":"2015-05-17T10:05:03Z"} | 'path' is missing: it must be text
          {"path":null,"time":"2015-05-17T10:05:03Z"} | 'path' is missing: it must be text
          {"path":"/a"} | 'time' is missing: it must be text
          {"path":"/a","time":"yesterday"} | 'time' must be a time like 2026-11-20T10:00:00Z
          {"path":"/a","time":"2015-05-17T10:05:03Z","bytes":-1} | 'bytes' must be a whole number from 0 to
          {"path":"/a","time":"2015-05-17T10:05:03Z","bytes":"many"} | 'bytes' must be a whole number
          {"path":"/a","time":"2015-05-17T10:05:03Z","status":1000} | 'status' must be a whole number from 0 to 999
          """)
  void whatIsNotAClickIsRefusedAndTheMessageSaysWhy(String json, String message) {
    assertThatExceptionOfType(RejectedEventException.class)
        .isThrownBy(() -> read(json))
        .withMessageContaining(message)
        .withMessageNotContainingAny("yesterday", "many");
  }

  @Test
  void aPathThatNoKeyCanHoldIsRefused() {
    String json =
        "{\"path\":\"/%s\",\"time\":\"2015-05-17T10:05:03Z\"}".formatted("ä".repeat(1_024));

    assertThatExceptionOfType(RejectedEventException.class)
        .isThrownBy(() -> read(json))
        .withMessageContaining("at most 2048 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2015-05-17T12:05:03+02:00", "2015-05-17T10:05:03+0000"})
  void theTimeMayHaveAnyOffset(String time) {
    assertThat(read("{\"path\":\"/a\",\"time\":\"%s\"}".formatted(time)).time())
        .isEqualTo(Instant.parse("2015-05-17T10:05:03Z"));
  }

  @Test
  void anEmptyRecordIsRefused() {
    assertThatExceptionOfType(RejectedEventException.class)
        .isThrownBy(() -> Click.parse(ByteBuffer.allocate(0)))
        .withMessage("not JSON: the record is empty");
  }

  private Click read(String json) {
    ByteBuffer data = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
    Click click = Click.parse(data);
    assertThat(data.remaining()).as("data left for others").isPositive();
    return click;
  }
}
