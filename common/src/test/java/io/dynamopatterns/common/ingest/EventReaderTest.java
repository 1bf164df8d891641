package io.dynamopatterns.common.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
  private static final EventReader READER = reader(Optional.of("/source"));

  @Test
  void theFactsAreTakenFromWhereThePointersSay() {
    String json =
        """
        {"user":{"id":"ada"},"n":[{"id":"no"},{"id":17}],"time":"2026-11-20T11:00:00.123456+01:00","source":"web"}
        """;

    assertThat(READER.read(bytes(json)))
        .isEqualTo(
            new IncomingEvent(
                "ada", "17", Optional.of("web"), Instant.parse("2026-11-20T10:00:00.123Z"), json));
  }

  @Test
  void aTimeMayBeEpochMilliseconds() {
    assertThat(READER.read(event("\"a\"", "1", "1763632800123", "\"s\"")).time())
        .isEqualTo(Instant.ofEpochMilli(1763632800123L));
  }

  @ParameterizedTest
  @ValueSource(longs = {100_000_000_000L, 253_402_300_799_999L})
  void epochMillisecondsAreTakenFromMarch1973ToTheYear9999(long millis) {
    assertThat(READER.read(event("\"a\"", "1", Long.toString(millis), "\"s\"")).time())
        .isEqualTo(Instant.ofEpochMilli(millis));
  }

  @Test
  void withoutAPointerThereIsNoSource() {
    EventReader reader = reader(Optional.empty());
    assertThat(reader.read(event("\"a\"", "1", "1763632800123", "17")).source()).isEmpty();
  }

  @Test
  void theBuffersPositionStays() {
    ByteBuffer data = event("\"a\"", "1", "1763632800123", "\"s\"");
    READER.read(data);
    assertThat(data.position()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          null                | 1    | "2026-11-20T10:00:00Z" | "s" | the group at /user/id must be text or a number, but is null
          {}                  | 1    | "2026-11-20T10:00:00Z" | "s" | the group at /user/id must be text or a number, but is missing, an object or a list
          true                | 1    | "2026-11-20T10:00:00Z" | "s" | the group at /user/id must be text or a number, but is true or false
          ""                  | 1    | "2026-11-20T10:00:00Z" | "s" | the group at /user/id must be text or a number, but is empty
          "\\ud83d"           | 1    | "2026-11-20T10:00:00Z" | "s" | the group at /user/id has half of a surrogate pair, which UTF-8 cannot say
          "a"                 | [1]  | "2026-11-20T10:00:00Z" | "s" | the id at /n/1/id must be text or a number, but is missing, an object or a list
          "a"                 | 1    | "" | "s" | the time at /time must be like 2026-11-20T10:00:00Z or whole epoch milliseconds, but is empty
          "a" | 1 | "2026-11-20T10:00:00" | "s" | the time at /time must be like 2026-11-20T10:00:00Z or whole epoch milliseconds, but is other text
          "a" | 1 | 1763632800123.5 | "s" | the time at /time must be like 2026-11-20T10:00:00Z or whole epoch milliseconds, but is not whole
          "a" | 1 | 1763632800 | "s" | the time at /time must be like 2026-11-20T10:00:00Z or whole epoch milliseconds, but is a number below 100000000000 (as milliseconds, before March 1973), as epoch seconds are: multiply by 1000, or write an earlier time as text
          "a" | 1 | 1763632800.123 | "s" | the time at /time must be like 2026-11-20T10:00:00Z or whole epoch milliseconds, but is a number below 100000000000 (as milliseconds, before March 1973), as epoch seconds are: multiply by 1000, or write an earlier time as text
          "a" | 1 | 0 | "s" | the time at /time must be like 2026-11-20T10:00:00Z or whole epoch milliseconds, but is a number below 100000000000 (as milliseconds, before March 1973), as epoch seconds are: multiply by 1000, or write an earlier time as text
          "a" | 1 | -1 | "s" | the time at /time must be like 2026-11-20T10:00:00Z or whole epoch milliseconds, but is a number below 100000000000 (as milliseconds, before March 1973), as epoch seconds are: multiply by 1000, or write an earlier time as text
          "a" | 1 | 99999999999 | "s" | the time at /time must be like 2026-11-20T10:00:00Z or whole epoch milliseconds, but is a number below 100000000000 (as milliseconds, before March 1973), as epoch seconds are: multiply by 1000, or write an earlier time as text
          "a" | 1 | 1763632800123000 | "s" | the time at /time must be like 2026-11-20T10:00:00Z or whole epoch milliseconds, but is a number beyond the year 9999, as epoch micro- and nanoseconds are
          "a" | 1 | 1763632800123000000 | "s" | the time at /time must be like 2026-11-20T10:00:00Z or whole epoch milliseconds, but is a number beyond the year 9999, as epoch micro- and nanoseconds are
          "a" | 1 | 99999999999999999999 | "s" | the time at /time must be like 2026-11-20T10:00:00Z or whole epoch milliseconds, but is a number beyond the year 9999, as epoch micro- and nanoseconds are
          "a" | 1 | "+12026-11-20T10:00:00Z" | "s" | the time at /time must be like 2026-11-20T10:00:00Z or whole epoch milliseconds, but is other text
          "a" | 1 | "2026-11-20T10:00:00Z" | null | the source at /source must be text or a number, but is null
          """)
  void whatIsMissingOrWrongIsSaidWithoutTheContent(
      String group, String id, String time, String source, String reason) {
    assertThatThrownBy(() -> READER.read(event(group, id, time, source)))
        .isInstanceOf(RejectedEventException.class)
        .hasMessage(reason);
  }

  @Test
  void aGroupThatIsNoPartitionKeyIsRejected() {
    String long2048 = "\"" + "ä".repeat(1024) + "\"";
    String long2049 = "\"" + "ä".repeat(1024) + "a\"";

    assertThat(READER.read(event(long2048, "1", "1763632800123", "\"s\"")).group()).hasSize(1024);
    assertThatThrownBy(() -> READER.read(event(long2049, "1", "1763632800123", "\"s\"")))
        .hasMessage("the group at /user/id has 2049 bytes; 2048 are allowed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``        | not JSON: the record is empty
          ` `       | not a JSON object
          17        | not a JSON object
          [{}]      | not a JSON object
          {} {}     | more than one JSON value
          {} 1      | more than one JSON value
          {"a":     | not JSON: line 1, column 6
          {"a":nan} | not JSON: line 1, column 6
          {} x      | not JSON: line 1, column 4
          {"id":1,"id":2} | an object has a name twice: line 1, column 13
          """)
  void whatIsNoObjectInJsonIsRejected(String data, String reason) {
    assertThatThrownBy(() -> READER.read(bytes(data)))
        .isInstanceOf(RejectedEventException.class)
        .hasMessage(reason);
  }

  @Test
  void bytesThatAreNoUtf8AreRejected() {
    assertThatThrownBy(() -> READER.read(ByteBuffer.wrap(new byte[] {'{', (byte) 0xff, '}'})))
        .hasMessage("not JSON: the data is not UTF-8");
  }

  private static EventReader reader(Optional<String> source) {
    return new EventReader(
        new EventPointers(
            JsonPointer.compile("/user/id"),
            JsonPointer.compile("/n/1/id"),
            JsonPointer.compile("/time"),
            source.map(JsonPointer::compile)));
  }

  private static ByteBuffer event(String group, String id, String time, String source) {
    return bytes(
        "{\"user\":{\"id\":%s},\"n\":[0,{\"id\":%s}],\"time\":%s,\"source\":%s}"
            .formatted(group, id, time, source));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
