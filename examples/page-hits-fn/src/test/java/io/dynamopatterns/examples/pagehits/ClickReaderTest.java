package io.dynamopatterns.examples.pagehits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import io.micronaut.serde.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
          no json | not a click in JSON: line 1, column
          null | not a click in JSON
          [] | not a click in JSON
          {"time":"2015-05-17T10:05:03Z"} | a click needs a 'path'
          {"path":"/a"} | a click needs a 'time'
          {"path":"/a","time":"yesterday"} | time like 2026-11-20T10:00:00Z
          {"path":"/a","time":"2015-05-17T10:05:03Z","bytes":-1} | are 0 or more, not -1
          {"path":"/a","time":"2015-05-17T10:05:03Z","bytes":"many"} | bytes and status whole numbers
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

  private Click read(String json) {
    KinesisEventRecord message = Shard.message("1", json);
    Click click = reader.read(message);
    assertThat(message.getKinesis().getData().remaining()).as("data left for others").isPositive();
    return click;
  }
}
