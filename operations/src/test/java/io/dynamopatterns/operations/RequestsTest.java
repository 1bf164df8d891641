package io.dynamopatterns.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:30:00Z");
  private static final TimeParser TIMES = new TimeParser(Clock.fixed(NOW, ZoneOffset.UTC));

  enum Order {
    NEWEST_FIRST,
    OLDEST_FIRST
  }

  record Request(
      @Param(value = "Table.", positional = true) String table,
      @Param(value = "Key.", positional = true) List<String> key,
      @Param(value = "Order.", otherwise = "newest-first") Order order,
      @Param(value = "Limit.", otherwise = "20", min = 1, max = 1000) int limit,
      @Param("From.") Optional<Instant> from,
      @Param("Follow.") boolean follow,
      @Param("Item.") Optional<JsonNode> item) {}

  private static final ReadOperation<Request> OPERATION =
      new ReadOperation<>() {
        @Override
        public String name() {
          return "try this";
        }

        @Override
        public String summary() {
          return "";
        }

        @Override
        public List<String> examples() {
          return List.of();
        }

        @Override
        public Class<Request> request() {
          return Request.class;
        }

        @Override
        public OperationResult run(Request request, Session session) {
          throw new UnsupportedOperationException();
        }
      };

  @Test
  void wordsOfACommandAndFieldsOfJsonAreTheSameRequest() {
    Request words =
        Requests.of(
            OPERATION,
            Map.of(
                "table", List.of("orders"),
                "key", List.of("user=7", "order=9"),
                "order", List.of("oldest-first"),
                "limit", List.of("5"),
                "from", List.of("-2h"),
                "follow", List.of("true"),
                "item", List.of("{\"id\":{\"N\":\"1\"}}")),
            TIMES);
    JsonNode json =
        Json.parse(
            """
            {"table":"orders","key":["user=7","order=9"],"order":"oldest-first","limit":5,
             "from":"2026-11-29T10:30:00Z","follow":true,"item":{"id":{"N":"1"}}}
            """);

    assertThat(Requests.fromJson(OPERATION, json, TIMES)).isEqualTo(words);
    assertThat(words.from()).contains(NOW.minus(Duration.ofHours(2)));
  }

  @Test
  void whatIsNotGivenHasItsDefault() {
    Request request =
        Requests.of(OPERATION, Map.of("table", List.of("pages"), "key", List.of("/hello")), TIMES);

    assertThat(request.order()).isEqualTo(Order.NEWEST_FIRST);
    assertThat(request.limit()).isEqualTo(20);
    assertThat(request.from()).isEmpty();
    assertThat(request.follow()).isFalse();
  }

  @Test
  void aWrongValueIsRefusedWithWhatIsAllowed() {
    assertRefused("{\"key\":\"a\"}", "table is missing: Table.");
    assertRefused("{\"table\":\"t\"}", "key is missing: Key.");
    assertRefused(
        "{\"table\":\"t\",\"key\":\"a\",\"limit\":1001}",
        "limit must be a whole number from 1 to 1000, but is '1001'");
    assertRefused(
        "{\"table\":\"t\",\"key\":\"a\",\"order\":\"down\"}",
        "order must be one of newest-first, oldest-first, but is 'down'");
    assertRefused(
        "{\"table\":\"t\",\"key\":\"a\",\"from\":\"soon\"}",
        "from must be " + TimeParser.ALLOWED + ", but is 'soon'");
    assertRefused(
        "{\"table\":\"t\",\"key\":\"a\",\"follow\":\"yes\"}",
        "follow must be true or false, but is 'yes'");
    assertRefused(
        "{\"table\":\"t\",\"key\":\"a\",\"cursor\":\"x\"}",
        "'cursor' is not a parameter of 'try this': it has table, key, order, limit, from, follow, item");
    assertRefused("[]", "the request must be a JSON object, but is []");
  }

  private static void assertRefused(String json, String message) {
    assertThatThrownBy(() -> Requests.fromJson(OPERATION, Json.parse(json), TIMES))
        .isInstanceOf(OperationException.class)
        .hasMessage(message);
  }

  @Test
  void timesAreReadAsPeopleWriteThem() {
    assertTime("10:00", "2026-11-29T10:00:00Z");
    assertTime("9:05", "2026-11-29T09:05:00Z");
    assertTime("22:00", "2026-11-28T22:00:00Z");
    assertTime("-90s", "2026-11-29T12:28:30Z");
    assertTime("-2h", "2026-11-29T10:30:00Z");
    assertTime("-1d", "2026-11-28T12:30:00Z");
    assertTime("now", "2026-11-29T12:30:00Z");
    assertTime("today", "2026-11-29T00:00:00Z");
    assertTime("yesterday 10:00", "2026-11-28T10:00:00Z");
    assertTime("2026-11-28", "2026-11-28T00:00:00Z");
    assertTime("2026-11-28 10:00", "2026-11-28T10:00:00Z");
    assertTime("2026-11-28T10:00Z", "2026-11-28T10:00:00Z");
    assertTime("2026-11-28T10:00:01.5+01:00", "2026-11-28T09:00:01.5Z");
  }

  @Test
  void whatIsNoTimeIsRefused() {
    for (String text :
        List.of(
            "", " ", "25:00", "2026-13-01", "-2", "-2w", "tomorrow", "-99999999999999999999d")) {
      assertThatThrownBy(() -> TIMES.instant("from", text))
          .isInstanceOf(OperationException.class)
          .hasMessageContaining("from must be a time such as 10:00");
    }
  }

  private static void assertTime(String text, String expected) {
    assertThat(TIMES.instant("from", text)).isEqualTo(Instant.parse(expected));
  }
}
