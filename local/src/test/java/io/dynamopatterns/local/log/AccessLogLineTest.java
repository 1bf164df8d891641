package io.dynamopatterns.local.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogLineTest {
  private static final String COMMON =
      "192.0.2.1 - frank [17/May/2015:10:05:03 +0200] \"GET /a?b=c HTTP/1.1\" 200 2326";

  @Test
  void aCommonLineIsRead() throws Exception {
    AccessLogLine line = AccessLogLine.parse(COMMON);

    assertThat(line.client()).isEqualTo("192.0.2.1");
    assertThat(line.time()).isEqualTo(Instant.parse("2015-05-17T08:05:03Z"));
    assertThat(line.method()).isEqualTo("GET");
    assertThat(line.path()).isEqualTo("/a?b=c");
    assertThat(line.status()).isEqualTo(200);
    assertThat(line.bytes()).isEqualTo(2326);
    assertThat(line.referer()).isEmpty();
    assertThat(line.userAgent()).isEmpty();
  }

  @Test
  void aCombinedLineIsRead() throws Exception {
    AccessLogLine line =
        AccessLogLine.parse(COMMON + " \"https://example.com/\" \"Agent \\\"quoted\\\" 1.0\"");

    assertThat(line.referer()).contains("https://example.com/");
    assertThat(line.userAgent()).contains("Agent \\\"quoted\\\" 1.0");
  }

  @Test
  void dashesMeanNothing() throws Exception {
    AccessLogLine line = AccessLogLine.parse(COMMON.replace("2326", "-") + " \"-\" \"-\"");

    assertThat(line.bytes()).isZero();
    assertThat(line.referer()).isEmpty();
    assertThat(line.userAgent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2001:db8::1 - - [17/May/2015:10:05:03 +0000] \"GET /x HTTP/1.1\" 200 1",
        "host.example - a user [17/May/2015:10:05:03 +0000] \"GET /x HTTP/1.1\" 200 1",
        "192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\" 200 1",
        "192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET  /x  HTTP/1.0\" 200 1",
        "192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x HTTP/1.1\" 200 1 \"-\" \"A\" 0.003 pipe",
        "192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x HTTP/1.1\" 200 1 \"half"
      })
  void oddButReadableLinesAreRead(String line) throws Exception {
    assertThat(AccessLogLine.parse(line).path()).isEqualTo("/x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|not in Common or Combined Log Format",
        "hello world|not in Common or Combined Log Format",
        "192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x HTTP/1.1\" OK 1|not in Common",
        "192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x HTTP/1.1\" 200 -5|not in Common",
        "192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"-\" 408 -|the request '-' has no method and path",
        "192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"\" 400 0|the request '' has no method",
        "192.0.2.1 - - [35/May/2015:10:05:03 +0000] \"GET /x HTTP/1.1\" 200 1|the time '35/May/2015:10:05:03 +0000' is not like",
      })
  void aMalformedLineSaysWhy(String line, String reason) {
    assertThatThrownBy(() -> AccessLogLine.parse(line))
        .isInstanceOf(MalformedLineException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aPathThatNoKeyCanHoldIsMalformed() {
    String path = "/" + "ü".repeat(1024);

    assertThatThrownBy(() -> AccessLogLine.parse(COMMON.replace("/a?b=c", path)))
        .hasMessage("the path has 2049 bytes, a key holds 2048");
  }
}
