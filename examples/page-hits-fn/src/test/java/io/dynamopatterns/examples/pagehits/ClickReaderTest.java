package io.dynamopatterns.examples.pagehits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import io.micronaut.serde.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClickReaderTest {
  private final ClickReader reader = new ClickReader(ObjectMapper.getDefault());

  @Test
  void aClickIsReadAndWhatElseItSaysIsLeftAlone() {
    String json =
        """
        {"path":"/a?b=c","time":"2015-05-17T10:05:03Z","bytes":12,"status":404,"client":"192.0.2.1"}""";

    assertThat(read(json))
        .isEqualTo(new Click("/a?b=c", Instant.parse("2015-05-17T10:05:03Z"), 12L, 404));
  }

  @Test
  void aClickWithoutBytesSentNoneAndMayHaveNoStatus() {
    Click click = read("{\"path\":\"/a\",\"time\":\"2015-05-17T10:05:03Z\"}");

    assertThat(click.bytes()).isZero();
    assertThat(click.status()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no json | not a click in JSON: not JSON: line 1, column
          null | not a click in JSON
          {"path":"/a","time":"2015-05-17T10:05:03Z"}{"path":"/b","time":"2015-05-17T10:05:03Z"} | not a click in JSON: more than one JSON value
          {"path":"/a","time":"2015-05-17T10:05:03Z"} tail | not a click in JSON: not JSON: line 1, column
          {"path":"/a","path":"/b","time":"2015-05-17T10:05:03Z"} | not a click in JSON: an object has a name twice
          {"path":"/a","time":1431857103000} | the 'time' of a click must be text
          {"path":"/a","time":1431857103} | the 'time' of a click must be text
          {"path":"/a","time":"2015-05-17T10:05:03"} | the 'time' of a click must be like 2026-11-20T10:00:00Z
          {"path":"/a","time":"2015-05-17T10:05:03Z","bytes":1.5} | bytes and status must be whole numbers
          {"path":"/a","time":"2015-05-17T10:05:03Z","bytes":"12"} | the 'bytes' of a click must be a whole number
          {"path":17,"time":"2015-05-17T10:05:03Z"} | the 'path' of a click must be text
          [] | not a click in JSON
          {"time":"2015-05-17T10:05:03Z"} | a click needs a 'path'
          {"path":"/a"} | a click needs a 'time'
          {"path":"/a","time":"yesterday"} | the 'time' of a click must be like 2026-11-20T10:00:00Z
          {"path":"/a","time":"2015-05-17T10:05:03Z","bytes":-1} | are 0 or more, not -1
          {"path":"/a","time":"2015-05-17T10:05:03Z","bytes":"many"} | the 'bytes' of a click must be a whole number
          {"path":"/a","time":"2015-05-17T10:05:03Z","status":1000} | has three digits, not 1000
          """)
  void whatIsNotAClickIsRefusedAndTheMessageSaysWhy(String json, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(json))
        .withMessageContaining(message)
        .withMessageNotContainingAny("yesterday", "many");
  }

  @Test
  void aPathThatNoKeyCanHoldIsRefused() {
    String json =
        "{\"path\":\"/%s\",\"time\":\"2015-05-17T10:05:03Z\"}".formatted("ä".repeat(1_024));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(json))
        .withMessageContaining("at most 2048 bytes, not 2049");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2015-05-17T12:05:03+02:00", "2015-05-17T10:05:03+0000"})
  void theTimeMayHaveAnyOffset(String time) {
    assertThat(read("{\"path\":\"/a\",\"time\":\"%s\"}".formatted(time)).time())
        .isEqualTo(Instant.parse("2015-05-17T10:05:03Z"));
  }

  @Test
  void anEmptyRecordIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.read(Shard.message("1", "")))
        .withMessage("not a click in JSON: not JSON: the record is empty");
  }

  private Click read(String json) {
    KinesisEventRecord message = Shard.message("1", json);
    Click click = reader.read(message);
    assertThat(message.getKinesis().getData().remaining()).as("data left for others").isPositive();
    return click;
  }
}
