package io.dynamopatterns.history.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.PageCursor;
import io.dynamopatterns.common.request.PageRequest;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.Position;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class HistoryReadRequestTest {
  private static final Map<String, Object> KEY = Map.of("path", Map.of("S", "/a"));
  private static final ItemKey ITEM =
      new ItemKey("pages", Map.of("path", AttributeValue.fromS("/a")));

  @Test
  void operationsHaveDefaults() {
    assertThat(HistoryReadRequest.of(versions()))
        .isEqualTo(
            new HistoryReadRequest.Versions(
                ITEM,
                Order.NEWEST_FIRST,
                new PageRequest(
                    100, Optional.empty(), ITEM.text() + "\nNEWEST_FIRST", PageCursor.checked()),
                ImagesShown.ALL));
    assertThat(
            HistoryReadRequest.of(
                Map.of(
                    "operation", "as-of",
                    "table", "pages",
                    "key", KEY,
                    "time", "2026-11-20T10:00:00+01:00")))
        .isEqualTo(new HistoryReadRequest.AsOf(ITEM, Instant.parse("2026-11-20T09:00:00Z")));
  }

  @Test
  void aDifferenceIsBetweenAnEntryOrANumberAndAnother() {
    Position position = new Position(Instant.parse("2026-11-20T10:00:00Z"), "42");
    Map<String, Object> request =
        Map.of(
            "operation",
            "diff",
            "table",
            "pages",
            "key",
            KEY,
            "from",
            Map.of("version", 1),
            "to",
            Map.of("position", position.toString()));

    assertThat(HistoryReadRequest.of(request))
        .isEqualTo(
            new HistoryReadRequest.Diff(
                ITEM, new VersionRef.OfNumber(1), new VersionRef.AtPosition(position)));
  }

  static List<Arguments> badRequests() {
    String ref = " or 'version' must be there, and not both";
    return List.of(
        bad("operation", null, "'operation' is missing: it must be one of versions, as-of, diff"),
        bad("operation", "drop", "'operation' must be one of versions, as-of, diff, but is 'drop'"),
        bad("table", null, "'table' is missing: it must be text"),
        bad("table", 7, "'table' must be text, but is 7"),
        bad(
            "table",
            "a|b",
            "'table' must be the name of a DynamoDB table, 3 to 255 characters, but is 'a|b'"),
        bad("key", null, "'key' is missing: it must be an object"),
        bad("key", "path", "'key' must be an object, but is 'path'"),
        bad(
            "key",
            Map.of(),
            "'key' is empty: it must hold the key attributes, like {\"id\":{\"S\":\"42\"}}"),
        bad("key", Map.of("path", "/a"), "'key.path' must be an object, but is '/a'"),
        bad(
            "key",
            Map.of("path", Map.of("BOOL", true)),
            "'key.path' must be {\"S\":\"text\"}, {\"N\":\"number\"} or {\"B\":\"Base64\"}"),
        bad(
            "key",
            Map.of("path", Map.of("N", "seven")),
            "'key' is not a key: key attribute 'path' must be a number that DynamoDB can hold, but is 'seven'"),
        bad("key", Map.of("path", Map.of("B", "%")), "'key.path.B' must be Base64, but is '%'"),
        bad("limit", 0, "'limit' must be a whole number from 1 to 1000, but is 0"),
        bad("limit", 1001, "'limit' must be a whole number from 1 to 1000, but is 1001"),
        bad("limit", 1.5, "'limit' must be a whole number from 1 to 1000, but is 1.5"),
        bad("limit", "10", "'limit' must be a whole number from 1 to 1000, but is '10'"),
        bad(
            "order",
            "newest",
            "'order' must be one of NEWEST_FIRST, OLDEST_FIRST, but is 'newest'"),
        bad("images", true, "'images' must be one of ALL, NEW, NONE, but is 'true'"),
        bad(
            "next",
            "x".repeat(50),
            "'next' must be the value of 'next' in an answer to this same request, unchanged"),
        bad(
            "limits",
            5,
            "'limits' is unknown: allowed here are images, key, limit, next, operation, order, table"),
        Arguments.of(
            with(versions(), "operation", "as-of", "time", "yesterday"),
            "'time' must be a time like 2026-11-20T10:15:30Z, but is 'yesterday'"),
        Arguments.of(
            with(versions(), "operation", "diff", "from", Map.of()), "'from.position'" + ref),
        Arguments.of(
            with(versions(), "operation", "diff", "from", Map.of("position", "x", "version", 1)),
            "'from.position'" + ref),
        Arguments.of(
            with(versions(), "operation", "diff", "from", Map.of("position", "x")),
            "'from.position' must be the position of an entry, as versions shows it"),
        Arguments.of(
            with(versions(), "operation", "diff", "from", Map.of("version", -1)),
            "'from.version' must be a whole number from 0 to 9223372036854775807, but is -1"),
        Arguments.of(
            with(versions(), "operation", "diff", "from", Map.of("version", 1, "versions", 2)),
            "'from.versions' is unknown: allowed here are version"),
        Arguments.of(
            with(versions(), "operation", "diff", "from", Map.of("version", 1)),
            "'to' is missing: it must be an object"));
  }

  @ParameterizedTest
  @MethodSource("badRequests")
  void aBadRequestNamesTheFieldAndWhatIsAllowed(Map<String, Object> request, String message) {
    assertThatThrownBy(() -> HistoryReadRequest.of(request))
        .isInstanceOf(BadRequestException.class)
        .hasMessage("bad request: " + message);
  }

  @Test
  void aMissingRequestIsABadOne() {
    assertThatThrownBy(() -> HistoryReadRequest.of(null)).isInstanceOf(BadRequestException.class);
  }

  @Test
  void aCursorLeadsBackToItsPositionAndGoesWithItsItemAndOrder() {
    Position position = new Position(Instant.parse("2026-11-20T10:00:00Z"), "42");
    String cursor = read(versions()).page().cursor(position.toString());

    assertThat(read(with(versions(), "next", cursor)).after()).contains(position);
    Map<String, Object> otherKey = Map.of("path", Map.of("S", "/b"));
    for (Map<String, Object> request :
        List.of(
            with(versions(), "next", cursor, "order", "OLDEST_FIRST"),
            with(versions(), "next", cursor, "key", otherKey),
            with(versions(), "next", cursor, "table", "others"),
            with(versions(), "next", "2026"))) {
      assertThatThrownBy(() -> HistoryReadRequest.of(request))
          .hasMessage("bad request: 'next' " + PageCursor.ALLOWED);
    }
  }

  private static HistoryReadRequest.Versions read(Map<String, Object> request) {
    return (HistoryReadRequest.Versions) HistoryReadRequest.of(request);
  }

  private static Arguments bad(String field, Object value, String message) {
    return Arguments.of(with(versions(), field, value), message);
  }

  private static Map<String, Object> versions() {
    return Map.of("operation", "versions", "table", "pages", "key", KEY);
  }

  private static Map<String, Object> with(Map<String, Object> request, Object... fields) {
    Map<String, Object> changed = new HashMap<>(request);
    for (int i = 0; i < fields.length; i += 2) {
      changed.put((String) fields[i], fields[i + 1]);
    }
    return changed;
  }
}
