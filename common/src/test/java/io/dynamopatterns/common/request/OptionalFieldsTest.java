package io.dynamopatterns.common.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionalFieldsTest {
  @Test
  void aFlagThatIsLeftOutMeansNo() {
    Fields fields = new Fields(Map.of("yes", true, "no", false, "text", "true"));
    assertThat(fields.flag("yes")).isTrue();
    assertThat(fields.flag("no")).isFalse();
    assertThat(fields.flag("absent")).isFalse();
    assertThatThrownBy(() -> fields.flag("text"))
        .isInstanceOf(BadRequestException.class)
        .hasMessage("bad request: 'text' must be true or false, but is 'true'");
  }

  /** What keys and items hold is counted in bytes. */
  @Test
  void textIsBoundedInBytesAndNotInCharacters() {
    Fields fields = new Fields(Map.of("ascii", "abcd", "wide", "éé", "tooWide", "ééé"));
    assertThat(fields.text("ascii", 4)).isEqualTo("abcd");
    assertThat(fields.optionalText("wide", 4)).contains("éé");
    assertThat(fields.optionalText("absent", 4)).isEmpty();
    assertThatThrownBy(() -> fields.text("tooWide", 4))
        .isInstanceOf(BadRequestException.class)
        .hasMessage("bad request: 'tooWide' must have at most 4 bytes in UTF-8, but has 6");
    assertThatThrownBy(() -> fields.text("missing", 4))
        .hasMessage("bad request: 'missing' is missing: it must be text");
  }

  @Test
  void aTimeMayBeLeftOutAndIsKnownAllTheSame() {
    Fields fields = new Fields(Map.of("to", "2026-11-20T12:00:00Z", "size", 1));
    assertThat(fields.optionalTime("from")).isEmpty();
    assertThat(fields.optionalTime("to")).contains(Instant.parse("2026-11-20T12:00:00Z"));
    assertThatThrownBy(fields::refuseOthers)
        .hasMessage("bad request: 'size' is unknown: allowed here are from, to");
  }
}
