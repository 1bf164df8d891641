package io.dynamopatterns.processor.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.testkit.SampleLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogLinesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REQUEST = "[17/May/2015:10:05:03 +0000] \"GET /x HTTP/1.1\" 200 12";
  private static final int LONG = 5_000_000;

  private final AccessLogLines clicks = new AccessLogLines();

  @Test
  void aCommonLineIsRead() throws Exception {
    assertThat(
            click(
                "192.0.2.1 - frank [17/May/2015:10:05:03 +0200] \"GET /a?b=c HTTP/1.1\" 200 2326"))
        .hasToString(
            "{\"id\":\"a.log:7\",\"client\":\"192.0.2.1\",\"time\":\"2015-05-17T08:05:03Z\","
                + "\"method\":\"GET\",\"path\":\"/a?b=c\",\"status\":200,\"bytes\":2326}");
  }

  @Test
  void aCombinedLineIsRead() throws Exception {
    JsonNode click =
        click("192.0.2.1 - - " + REQUEST + " \"https://a.example/\" \"Agent \\\"b\\\" c\\\\\"");

    assertThat(click.path("referer").asText()).isEqualTo("https://a.example/");
    assertThat(click.path("userAgent").asText()).isEqualTo("Agent \\\"b\\\" c\\\\");
  }

  @Test
  void whatTheServerDidNotKnowIsLeftOut() throws Exception {
    JsonNode click = click("192.0.2.1 - - " + REQUEST + " \"-\" \"\"");

    assertThat(click.has("referer")).isFalse();
    assertThat(click.has("userAgent")).isFalse();
  }

  /** What awk and cut make of the same lines, which knows nothing of the reader. */
  @Test
  void everyLineOfALogHasTheFieldsThatSplittingAtBlanksAndQuotesFinds() throws Exception {
    for (String line : new String(SampleLog.text(), StandardCharsets.UTF_8).split("\n")) {
      JsonNode click = click(line);
      String[] words = line.split(" ");
      String[] quoted = line.split("\"");

      assertThat(click.path("client").asText()).isEqualTo(words[0]);
      assertThat(click.path("path").asText()).isEqualTo(words[6]);
      assertThat(click.path("status").asText()).isEqualTo(words[8]);
      assertThat(click.path("bytes").asText()).isEqualTo(words[9].equals("-") ? "0" : words[9]);
      // One line of the real log was cut within its user agent.
      assertThat(click.path("userAgent").asText("-"))
          .isEqualTo(line.endsWith("\"") ? quoted[quoted.length - 1] : "-");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1",
        "0.0.0.0",
        "255.255.255.255",
        "2001:db8::1",
        "::ffff:192.0.2.1",
        "0000:0000:0000:0000:0000:ffff:255.255.255.255",
        "fe80::1%eth0",
        "host-1.example",
        "az.AZ-09_x",
        "a_b",
        "unix:",
      })
  void theClientIsAnAddressOrAHostName(String client) throws Exception {
    assertThat(click(client + " - - " + REQUEST).path("client").asText()).isEqualTo(client);
    assertThat(clicks.map(line(client + " - - " + REQUEST)).partitionKey()).isEqualTo(client);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.example:443 192.0.2.1 - -",
        "shop.example 192.0.2.1 - -",
        "shop.example client.example - -",
        "shop.example 192.0.2.1 - alice",
        "shop.example 192.0.2.1 alice",
        "shop.example - 192.0.2.1",
        "shop.example - 2001:db8::1",
        "192.0.2.1 - - alice",
        "192.0.2.1 -  -",
        "192.0.2.1 x  alice",
        "192.0.2.1  alice",
        "192.0.2.1 a\tb alice",
        "shop.example 2001:db8::1 alice",
        "- 192.0.2.1 - -",
        "- - -",
        "192.0.2.9 192.0.2.1 - -",
        "192.0.2.9, 192.0.2.1 - -",
        "192.0.2.9,192.0.2.1 - -",
        "\"192.0.2.9, 192.0.2.1\" - -",
        "unknown, 192.0.2.1 - -",
        "192.0.2.1:51234 - -",
        "[2001:db8::1]:443 - -",
        "[2001:db8::1] - -",
        "192.0.2.256 - -",
        "192.0.2 - -",
        "192.0.2.1.1 - -",
        "1:2:3:4:5:6:7:8:9 - -",
        "fe80::1% - -",
        "\uFEFF192.0.2.1 - -",
        "\0\0\0\0192.0.2.1 - -",
        "2024-05-17T10:05:03Z 192.0.2.1 - -",
        "1715940303.586 192.0.2.1 - -",
        "May 17 10:05:03 web nginx: 192.0.2.1 - -",
        "web_1 | 192.0.2.1 - -",
        "web_1  | 192.0.2.1 - -",
        "web - 192.0.2.1 - -",
        "192.0.2.1\t-\t-",
        " 192.0.2.1 - -",
        "192.0.2.1 -",
        "192.0.2.1",
        "",
      })
  void aLineWithOtherFieldsBeforeTheTimeIsRejectedAndNeverShifted(String fields) {
    assertThatThrownBy(() -> click(fields + " " + REQUEST))
        .isInstanceOf(RejectedLineException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frank",
        "a user",
        "alice [admin]",
        "bob \"x\"",
        "",
        "J\u0085rg",
        "a\u2028b",
        "a\rb"
      })
  void aUserMayHaveAnyName(String user) throws Exception {
    assertThat(click("192.0.2.1 - " + user + " " + REQUEST).path("client").asText())
        .isEqualTo("192.0.2.1");
  }

  @Test
  void anIdentityIsOneWord() throws Exception {
    assertThat(click("192.0.2.1 user-identifier frank " + REQUEST).path("path").asText())
        .isEqualTo("/x");
  }

  /** Only a line feed ends a line of a log; the others are characters of a field. */
  @ParameterizedTest
  @ValueSource(strings = {"\r", "\u0085", "\u2028", "\u2029", "\u000b", "\f", "\0"})
  void noCharacterButALineFeedEndsALine(String character) throws Exception {
    String agent = "a" + character + "b";
    assertThat(
            click("192.0.2.1 - - " + REQUEST + " \"-\" \"" + agent + "\"")
                .path("userAgent")
                .asText())
        .isEqualTo(agent);
    assertThat(
            click("192.0.2.1 - - " + REQUEST + " \"-\" \"A\" more " + character + " \"x\"")
                .path("path")
                .asText())
        .isEqualTo("/x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET /x|/x",
        "GET  /x  HTTP/1.0|/x",
        "` GET /x HTTP/1.0 `|/x",
        "GET /a b c HTTP/1.1|/a",
        "GET /q?x=\\\"1\\\" HTTP/1.1|/q?x=\\\"1\\\"",
        "PRI * HTTP/2.0|*",
        "get /ü HTTP/1.1|/ü",
        "GET https://a.example/x HTTP/1.1|https://a.example/x",
      })
  void thePathIsTheSecondWordOfTheRequestAsItIs(String request, String path) throws Exception {
    assertThat(click(request(request)).path("path").asText()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "GET",
        "\\x16\\x03\\x01\\x00u\\x01",
        "\\x03\\x00\\x00/*\\xE0\\x00\\x00\\x00\\x00\\x00Cookie: mstshash=Admin",
        "]&\\xDF\\xBDV <\\x10;\\xA2b}\\xDFM\\x1D",
      })
  void aRequestThatIsNotOfHttpIsRejected(String request) {
    assertReason(request(request), "the request '%s' has no method and path".formatted(request));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "17/May/2015:10:05:03 +0000|2015-05-17T10:05:03Z",
        "17/May/2015:15:50:17 +0545|2015-05-17T10:05:17Z",
        "17/May/2015:06:35:17 -0330|2015-05-17T10:05:17Z",
        "17/May/2015:10:05:03 +02:00|2015-05-17T08:05:03Z",
        "17/May/2015:10:05:03.123 +0000|2015-05-17T10:05:03.123Z",
        "01/Jan/1970:00:00:12 +0000|1970-01-01T00:00:12Z",
        "31/Dec/9999:23:59:59 +0000|9999-12-31T23:59:59Z",
      })
  void aTimeIsReadWithItsZone(String time, String instant) throws Exception {
    assertThat(click("192.0.2.1 - - [" + time + "] \"GET /x\" 200 1").path("time").asText())
        .isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "17/Mai/2024:10:05:17 +0000",
        "17/May/2024:10:05:17",
        "17/May/2024:10:05:17 UTC",
        "35/May/2015:10:05:03 +0000",
        "30/Feb/2015:10:05:03 +0000",
        "31/Dec/2016:23:59:60 +0000",
        "17/May/0000:10:05:03 +0000",
        "17/May/-001:10:05:03 +0000",
        "2015-05-17T10:05:03Z",
        "",
        "17/May/2015:10:05:03 +0000 and much more than a time has",
      })
  void aTimeThatIsNoneIsRejected(String time) {
    assertThatThrownBy(() -> click("192.0.2.1 - - [" + time + "] \"GET /x\" 200 1"))
        .isInstanceOf(RejectedLineException.class)
        .hasMessageContaining("the time '")
        .hasMessageEndingWith("is not like 17/May/2015:10:05:03 +0000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 0.003",
        " rt=0.003 uct=\"0.001\"",
        " \"192.0.2.9\"",
        " \"-\" \"A\"",
        " \"-\" \"A\" 0.003 pipe",
        " \"-\" \"A\" \"192.0.2.9, 192.0.2.8\" rt=\"1\"",
        " \"-\" \"A\" \"a \\\" b\"",
        " \"-\" \"A\" \\",
        " \"\" \"\"",
        " \"cut",
        " \"-\" \"cut",
      })
  void fieldsAfterTheFormatsOwnAreLeftAlone(String more) throws Exception {
    assertThat(click("192.0.2.1 - - " + REQUEST + more).path("bytes").asInt()).isEqualTo(12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense|not in Common or Combined Log Format: there is no [time] before a \"request\"",
        "`[17/May/2015:10:05:03 +0000] \"GET /x\" 200 1`|not in Common or Combined Log Format: there is no [time] before a \"request\"",
        "` [17/May/2015:10:05:03 +0000] \"GET /x\" 200 1`|the line begins with '', which is not a client: an IPv4 or IPv6 address or a host name, without a port",
        "`192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\" 200 1234567890123456789`|the bytes '1234567890123456789' are neither a number nor '-'",
        "`192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x`|the request has no closing quote",
        "`192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\\\" 400 5 \"-\" \"A\"`|`the request 'GET /x\\\" 400 5 ' has a quote that is not escaped`",
        "`192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /a\"b HTTP/1.1\" 200 1`|the request 'GET /a' has a quote that is not escaped",
        "`192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /a\" 200 1 HTTP/1.1\" 404 2`|the line has a quote without its pair after '192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /a\" 200 1'",
        "`192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\"`|the line ends after the request",
        "`192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\" 200`|the line ends after the status",
        "`192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\" OK 1`|the status 'OK' is not three digits",
        "`192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\" - 1`|the status '-' is not three digits",
        "`192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\" 200 -5`|the bytes '-5' are neither a number nor '-'",
        "`192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\" 200 `|the bytes '' are neither a number nor '-'",
        "`192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\" 200 1 \"-\" \"A \"b\" c\"`|the user agent 'A ' has a quote that is not escaped",
        "`shop.example:443 192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\" 200 1`|`the line begins with 'shop.example:443', which is not a client: an IPv4 or IPv6 address or a host name, without a port`",
        "`shop.example 192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\" 200 1`|before the time are more fields than client, identity and user: 'shop.example 192.0.2.1 - -'",
        "` 192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\" 200 1`|`the line begins with '', which is not a client: an IPv4 or IPv6 address or a host name, without a port`",
        "`192.0.2.1 - [17/May/2015:10:05:03 +0000] \"GET /x\" 200 1`|before the time, '192.0.2.1 -' is not a client, an identity and a user",
      })
  void aRejectedLineSaysWhatIsWrongWithIt(String line, String reason) {
    assertReason(line, reason);
  }

  @Test
  void whatNoKeyCanHoldIsRejected() {
    assertReason(
        request("GET /" + "ü".repeat(1024) + " HTTP/1.1"),
        "the path has 2049 bytes, a key holds 2048");
  }

  @Test
  void theLongestClientsAreReadAndLongerOnesRejected() throws Exception {
    List<String> longest = List.of("h".repeat(255), "fe80::1%" + "z".repeat(64));
    for (String client : longest) {
      assertThat(click(client + " - - " + REQUEST).path("client").asText()).isEqualTo(client);
      assertThatThrownBy(() -> click(client + "z - - " + REQUEST))
          .isInstanceOf(RejectedLineException.class);
    }
  }

  @Test
  void theLongestPathAndTheMostBytesAreRead() throws Exception {
    String path = "/" + "ü".repeat(1023) + "x";

    assertThat(click(request("GET " + path + " HTTP/1.1")).path("path").asText()).isEqualTo(path);
    assertThat(
            click("192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\" 200 123456789012345678")
                .path("bytes")
                .asLong())
        .isEqualTo(123_456_789_012_345_678L);
  }

  @Test
  void theNameOfTheFormatIsThatOfTheWorksInput() {
    assertThat(clicks.format()).isEqualTo("access-log");
  }

  @Test
  void aReasonShowsTheBeginningOfWhatIsLongAndEscapesControlCharacters() {
    assertReason(
        "\0\0" + "y".repeat(LONG) + " - - " + REQUEST,
        "the line begins with '\\x00\\x00%s…', which is not a client: an IPv4 or IPv6 address or a host name, without a port"
            .formatted("y".repeat(78)));
  }

  @Test
  void aVeryLongUserAgentIsAClick() throws RejectedLineException {
    String line = "192.0.2.1 - - " + REQUEST + " \"-\" \"" + "agent ".repeat(200_000) + "\"";
    assertThat(clicks.map(line(line)).data()).hasSizeGreaterThan(1_200_000);
  }

  /** Each of these took hours of backtracking; the limit is far from what one pass takes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        " [", "[", "]", "] ", "\"", "] \"", " [] \"", "\\\"", "\\", " ", " -", ":", ".", "::",
        "[a] ", "\" \"", "1", "%", "ü",
      })
  @Timeout(60)
  void aLongLineOfAnyPatternIsReadInOnePass(String pattern) {
    String many = pattern.repeat(LONG / pattern.length());
    List<String> places =
        List.of(
            "%s",
            "192.0.2.1%s",
            "192.0.2.1 - %s",
            "192.0.2.1 - -%s [17/May/2015:10:05:03 +0000] \"GET /x\" 200 1",
            "192.0.2.1 - - [%s] \"GET /x\" 200 1",
            "192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"%s\" 200 1",
            "192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET %s\" 200 1",
            "192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\" 200%s",
            "192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\" 200 1 \"%s",
            "192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x\" 200 1 \"-\" \"A\" %s");
    for (String place : places) {
      try {
        clicks.map(line(place.formatted(many)));
      } catch (RejectedLineException e) {
        assertThat(e.getMessage().length()).isLessThan(500);
      }
    }
  }

  /** RFC 9110: letters, digits and fifteen signs. What servers log of other protocols is none. */
  @Test
  void aMethodHasTheCharactersThatHttpAllows() throws Exception {
    for (char c = '!'; c <= '~'; c++) {
      String line = request("G" + c + "T /x HTTP/1.1");
      if (c == '"' || c == '\\') {
        continue;
      }
      if (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
        assertThat(click(line).path("method").asText()).isEqualTo("G" + c + "T");
      } else {
        assertThatThrownBy(() -> click(line))
            .as(line)
            .isInstanceOf(RejectedLineException.class)
            .hasMessageContaining("has no method and path");
      }
    }
  }

  private void assertReason(String text, String reason) {
    assertThatThrownBy(() -> clicks.map(line(text)))
        .isInstanceOf(RejectedLineException.class)
        .hasMessage(reason);
  }

  private JsonNode click(String text) throws RejectedLineException, IOException {
    return JSON.readTree(clicks.map(line(text)).data());
  }

  private static Line line(String text) {
    return new Line("a.log", 7, text);
  }

  private static String request(String request) {
    return "192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"" + request + "\" 200 12";
  }
}
