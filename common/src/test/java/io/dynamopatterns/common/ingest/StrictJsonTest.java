package io.dynamopatterns.common.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  @ParameterizedTest
  @ValueSource(strings = {"{}", " {\"a\":[{\"b\":1},{\"b\":2}]}\n", "{\"a\":{\"b\":1},\"b\":1}"})
  void oneObjectIsTakenWithWhatIsAroundIt(String json) {
    assertThat(StrictJson.object(utf8(json))).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                      | not JSON: the record is empty
          ` `                     | not a JSON object
          null                    | not a JSON object
          "{}"                    | not a JSON object
          [{}]                    | not a JSON object
          {"a":1}{"a":2}          | more than one JSON value
          {"a":1} {"a":2}         | more than one JSON value
          {"a":1} null            | more than one JSON value
          {"a":1} tail            | not JSON: line 1, column
          {"a":1},                | not JSON: line 1, column
          {"a":1}}                | not JSON: line 1, column
          {"a":1                  | not JSON: line 1, column
          {'a':1}                 | not JSON: line 1, column
          {a:1}                   | not JSON: line 1, column
          {"a":NaN}               | not JSON: line 1, column
          {"a":Infinity}          | not JSON: line 1, column
          {"a":01}                | not JSON: line 1, column
          {"a":+1}                | not JSON: line 1, column
          {"a":.5}                | not JSON: line 1, column
          {"a":1,}                | not JSON: line 1, column
          {"a":1/**/}             | not JSON: line 1, column
          {"a":1,"a":1}           | an object has a name twice: line 1, column
          {"a":{"b":1,"c":2,"b":3}} | an object has a name twice: line 1, column
          """)
  void anythingElseIsRefusedWithItsPlaceAndWithoutItsContent(String data, String reason) {
    assertThatThrownBy(() -> StrictJson.object(utf8(data)))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageStartingWith(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "ISO-8859-1"})
  void otherEncodingsAreRefused(String charset) {
    ByteBuffer data = ByteBuffer.wrap("{\"a\":\"ä\"}".getBytes(Charset.forName(charset)));
    assertThatThrownBy(() -> StrictJson.object(data)).isInstanceOf(RejectedEventException.class);
  }

  @Test
  void aByteOrderMarkIsRefused() {
    assertThatThrownBy(() -> StrictJson.object(utf8("\uFEFF{}")))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageStartingWith("not JSON: line 1, column");
  }

  @Test
  void nestingBeyondWhatIsReadIsRefusedByThatName() {
    assertThatThrownBy(() -> StrictJson.object(utf8("{\"a\":" + "[".repeat(1001))))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageContaining("at most 1,000 levels");
  }

  /** A record as the Kinesis Producer Library 0.15 writes it: magic number, protobuf, MD5. */
  @Test
  void aRecordThatTheKinesisProducerLibraryAggregatedIsRefusedByThatName() {
    byte[] aggregated =
        HexFormat.of()
            .parseHex(
                "f3899ac20a01611a0b08001a077b2261223a317d" + "00112233445566778899aabbccddeeff");

    assertThat(StrictJson.isAggregated(ByteBuffer.wrap(aggregated))).isTrue();
    assertThatThrownBy(() -> StrictJson.object(ByteBuffer.wrap(aggregated)))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageStartingWith("aggregated by the Kinesis Producer Library")
        .hasMessageContaining("AggregationEnabled");
  }

  @Test
  void shorterDataIsNotAggregated() {
    byte[] start = HexFormat.of().parseHex("f3899a");
    assertThat(StrictJson.isAggregated(ByteBuffer.wrap(start))).isFalse();
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
