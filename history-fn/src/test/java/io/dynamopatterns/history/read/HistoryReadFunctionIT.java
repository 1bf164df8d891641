package io.dynamopatterns.history.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.NotFoundException;
import io.dynamopatterns.common.request.PageCursor;
import io.dynamopatterns.common.request.PageRequest;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.ItemVersion;
import io.dynamopatterns.history.entry.Position;
import io.dynamopatterns.history.kit.Database;
import io.dynamopatterns.history.kit.Noise;
import io.dynamopatterns.history.kit.Recording;
import io.dynamopatterns.history.kit.SourceTable;
import io.dynamopatterns.history.record.Recorder;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class HistoryReadFunctionIT {
  private final SourceTable pages = new SourceTable("pages");
  private String table;

  @BeforeEach
  void newTable() {
    table = Database.newHistory();
  }

  @Test
  void versionsTellTheWholeStory() {
    pages.put("/a", Map.of("text", s("one"), "actor", s("ada")));
    pages.advance(1000);
    pages.put("/a", Map.of("text", s("two")));
    pages.expire("/a");
    record("NEW_AND_OLD");

    Map<String, Object> answer = versions("OLDEST_FIRST", 10, null);

    assertThat(answer)
        .containsEntry("table", "pages")
        .containsEntry("key", Map.of("path", Map.of("S", "/a")))
        .containsEntry("order", "OLDEST_FIRST")
        .containsEntry("gaps", 0L)
        .doesNotContainKey("next");
    assertThat(entries(answer))
        .containsExactly(
            Map.of(
                "position", "2026-11-20T10:00:00.000Z#0000000000000000000100000000700000000014",
                "eventName", "INSERT",
                "time", "2026-11-20T10:00:00.000Z",
                "sequence", "0000000000000000000100000000700000000014",
                "version", 1L,
                "actor", "ada",
                "continuity", Map.of("state", "FIRST"),
                "newImage",
                    Map.of(
                        "path", Map.of("S", "/a"),
                        "text", Map.of("S", "one"),
                        "actor", Map.of("S", "ada"),
                        "version", Map.of("N", "1"))),
            Map.of(
                "position",
                "2026-11-20T10:00:01.000Z#0000000000000000000100000001400000000027",
                "eventName",
                "MODIFY",
                "time",
                "2026-11-20T10:00:01.000Z",
                "sequence",
                "0000000000000000000100000001400000000027",
                "version",
                2L,
                "oldVersion",
                1L,
                "continuity",
                Map.of("state", "CONTINUOUS"),
                "newImage",
                Map.of(
                    "path", Map.of("S", "/a"),
                    "text", Map.of("S", "two"),
                    "version", Map.of("N", "2")),
                "oldImage",
                Map.of(
                    "path", Map.of("S", "/a"),
                    "text", Map.of("S", "one"),
                    "actor", Map.of("S", "ada"),
                    "version", Map.of("N", "1"))),
            Map.of(
                "position",
                "2026-11-20T10:00:01.000Z#0000000000000000000100000002100000000040",
                "eventName",
                "REMOVE",
                "time",
                "2026-11-20T10:00:01.000Z",
                "sequence",
                "0000000000000000000100000002100000000040",
                "oldVersion",
                2L,
                "ttl",
                true,
                "tombstone",
                true,
                "continuity",
                Map.of("state", "CONTINUOUS"),
                "oldImage",
                Map.of(
                    "path", Map.of("S", "/a"),
                    "text", Map.of("S", "two"),
                    "version", Map.of("N", "2"))));
  }

  @Test
  void withNewImagesAloneTheOldOnesComeFromTheEntryBefore() {
    for (int i = 0; i < 5; i++) {
      pages.put("/a", "payload " + i);
    }
    pages.delete("/a");
    record("NEW_AND_OLD");
    List<Map<String, Object>> whole = entries(versions("OLDEST_FIRST", 10, null));

    table = Database.newHistory();
    record("NEW");
    assertThat(TestDatabase.scan(table)).noneMatch(item -> item.containsKey("oldImage"));
    assertThat(entries(versions("OLDEST_FIRST", 10, null))).isEqualTo(whole);
    assertThat(allPages("OLDEST_FIRST", 2)).isEqualTo(whole);
    assertThat(allPages("NEWEST_FIRST", 1)).isEqualTo(whole.reversed());
  }

  @ParameterizedTest
  @CsvSource({"OLDEST_FIRST, 1", "OLDEST_FIRST, 7", "NEWEST_FIRST, 1", "NEWEST_FIRST, 7"})
  void everyPageSizeGivesTheSameSequence(String order, int limit) {
    for (int i = 0; i < 30; i++) {
      pages.put("/a", Noise.text(i % 10 == 3 ? 390_000 : 20, i));
    }
    record("NEW_AND_OLD");
    List<Map<String, Object>> all = allPages(order, 1000);
    assertThat(all).hasSize(30);
    assertThat(allPages(order, limit)).isEqualTo(all);
  }

  @Test
  void aPageEndsWhereAnAnswerWouldBeTooLarge() {
    for (int i = 0; i < 12; i++) {
      pages.put("/a", Noise.text(390_000, i));
    }
    record("NEW_AND_OLD");
    Map<String, Object> first = versions("NEWEST_FIRST", 1000, null);
    assertThat(entries(first)).hasSizeBetween(5, 7);
    assertThat(first).containsKey("next");
    assertThat(allPages("NEWEST_FIRST", 1000)).hasSize(12);
    assertThat(entries(versions("NEWEST_FIRST", 1000, "NONE"))).hasSize(12);
  }

  /** Lambda's runtime writes twelve bytes for such a character, which has four in UTF-8. */
  @Test
  void aPageOfEscapedTextFitsAnAnswer() throws Exception {
    for (int i = 0; i < 8; i++) {
      pages.put("/a", i + "\uD83D\uDE00".repeat(97_000));
    }
    record("NEW_AND_OLD");
    Map<String, Object> first = versions("NEWEST_FIRST", 1000, null);
    assertThat(new ObjectMapper().writeValueAsBytes(first)).hasSizeLessThan(6_000_000);
    assertThat(allPages("NEWEST_FIRST", 1000)).hasSize(8);
  }

  @ParameterizedTest
  @CsvSource({"OLDEST_FIRST, NONE", "NEWEST_FIRST, NONE", "NEWEST_FIRST, NEW"})
  void aPageReadsABoundedAmountHoweverLittleItShows(String order, String images) {
    for (int i = 0; i < 60; i++) {
      pages.put("/a", Map.of("large", s("x".repeat(390_000)), "number", s("" + i)));
    }
    record("NEW_AND_OLD");
    List<Object> versions = new ArrayList<>();
    Map<String, Object> request = new HashMap<>(request("versions"));
    request.put("order", order);
    request.put("images", images);
    Map<String, Object> answer;
    do {
      answer = answer(request);
      // 20 MB of images of 780 KB.
      assertThat(entries(answer)).hasSizeBetween(1, 27);
      entries(answer).forEach(entry -> versions.add(entry.get("version")));
      request.put("next", answer.get("next"));
    } while (answer.containsKey("next"));
    List<Object> expected = new ArrayList<>();
    for (long version = 1; version <= 60; version++) {
      expected.add(version);
    }
    assertThat(versions).isEqualTo(order.equals("OLDEST_FIRST") ? expected : expected.reversed());
  }

  /** An empty string takes a byte in a list of DynamoDB, and nine in the list's JSON. */
  @ParameterizedTest
  @CsvSource({"OLDEST_FIRST", "NEWEST_FIRST"})
  void imagesThatFitNoAnswerAreRefusedUntilFewerAreAskedFor(String order) {
    for (int i = 0; i < 2; i++) {
      pages.put("/a", Map.of("list", AttributeValue.fromL(Collections.nCopies(380_000, s("")))));
    }
    record("NEW_AND_OLD");

    assertThatThrownBy(() -> allPages(order, 1))
        .isInstanceOf(BadRequestException.class)
        .hasMessageMatching(
            "bad request: 'images' must be NEW or NONE: those of the entry at \\S+ do not fit an"
                + " answer; as-of shows one item");
    assertThat(entries(versions(order, 2, "NEW"))).hasSize(1);
    assertThat(entries(versions(order, 2, "NONE"))).hasSize(2);
  }

  @Test
  void aPageKeepsNoImagesThatItDoesNotShow() {
    pages.put("/a", "one");
    pages.put("/a", "two");
    record("NEW_AND_OLD");
    HistoryReader reader =
        new HistoryReader(Database.history(TestDatabase.client(), Database.settings(table)));
    for (Order order : Order.values()) {
      for (ImagesShown images : ImagesShown.values()) {
        var page =
            reader.versions(
                new HistoryReadRequest.Versions(pages.key("/a"), order, firstPage(10), images),
                Deadline.after(Duration.ofMinutes(1)));
        assertThat(page.versions())
            .hasSize(2)
            .allMatch(
                version -> version.entry().newImage().isPresent() == (images != ImagesShown.NONE))
            .allMatch(version -> images == ImagesShown.ALL || version.entry().oldImage().isEmpty())
            .allMatch(version -> images == ImagesShown.ALL || version.oldImage().isEmpty());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"OLDEST_FIRST", "NEWEST_FIRST"})
  void aPageEndsWhereTheTimeDoesButGetsOn(Order order) {
    pages.put("/a", "one");
    pages.put("/a", "two");
    record("NEW_AND_OLD");
    HistoryReader reader =
        new HistoryReader(Database.history(TestDatabase.client(), Database.settings(table)));
    var page =
        reader.versions(
            new HistoryReadRequest.Versions(pages.key("/a"), order, firstPage(10), ImagesShown.ALL),
            Deadline.after(Duration.ZERO));
    assertThat(page.versions()).hasSize(1);
    assertThat(page.cursor()).isPresent();
  }

  @Test
  void aLostChangeIsAGapInEveryOrderAndPage() {
    for (int i = 0; i < 6; i++) {
      pages.put("/a", "payload " + i);
    }
    pages.changes().remove(3);
    record("NEW_AND_OLD");
    Map<String, Object> gap = Map.of("state", "MISSING", "expectedOldVersion", 3L, "missing", 1L);
    for (String order : List.of("OLDEST_FIRST", "NEWEST_FIRST")) {
      for (int limit : List.of(1, 2, 1000)) {
        assertThat(allPages(order, limit))
            .filteredOn(entry -> entry.get("version").equals(5L))
            .extracting(entry -> entry.get("continuity"))
            .containsExactly(gap);
      }
      assertThat(versions(order, 1000, null)).containsEntry("gaps", 1L);
    }
  }

  @Test
  void asOfIsTheItemAtThatTime() {
    pages.put("/a", "one");
    pages.advance(10_000);
    pages.put("/a", "two");
    pages.advance(10_000);
    pages.delete("/a");
    record("NEW_AND_OLD");

    assertThat(asOf("2026-11-20T09:59:59.999Z"))
        .containsEntry("state", "UNKNOWN")
        .doesNotContainKeys("item", "entry");
    assertThat(asOf("2026-11-20T10:00:00Z"))
        .containsEntry("state", "EXISTS")
        .containsEntry("asOf", "2026-11-20T10:00:00.000Z")
        .extractingByKey("item")
        .isEqualTo(
            Map.of(
                "path", Map.of("S", "/a"),
                "payload", Map.of("S", "one"),
                "version", Map.of("N", "1")));
    assertThat(asOf("2026-11-20T10:00:15Z").get("item").toString()).contains("two");
    assertThat(asOf("2026-11-20T10:00:20Z"))
        .containsEntry("state", "DELETED")
        .containsKey("entry")
        .doesNotContainKey("item");
    assertThat(asOf("2036-11-20T10:00:20Z")).containsEntry("state", "DELETED");
  }

  @Test
  void diffNamesWhatWasAddedRemovedAndChanged() {
    pages.put("/a", Map.of("same", s("x"), "gone", s("y"), "text", s("one"), "set", set("a", "b")));
    pages.put("/a", Map.of("same", s("x"), "new", s("z"), "text", s("two"), "set", set("b", "a")));
    pages.delete("/a");
    record("NEW_AND_OLD");

    Map<String, Object> answer = diff(Map.of("version", 1), Map.of("version", 2));
    assertThat(answer)
        .containsEntry("added", Map.of("new", Map.of("S", "z")))
        .containsEntry("removed", Map.of("gone", Map.of("S", "y")))
        .containsEntry(
            "changed",
            Map.of(
                "text", Map.of("from", Map.of("S", "one"), "to", Map.of("S", "two")),
                "version", Map.of("from", Map.of("N", "1"), "to", Map.of("N", "2"))));
    assertThat(answer.get("from").toString()).contains("eventName=INSERT").contains("state=FIRST");

    Object tombstone = entries(versions("NEWEST_FIRST", 1, null)).getFirst().get("position");
    assertThat(diff(Map.of("version", 2), Map.of("position", tombstone)))
        .containsEntry("added", Map.of())
        .extractingByKey("removed")
        .isEqualTo(
            Map.of(
                "path", Map.of("S", "/a"),
                "same", Map.of("S", "x"),
                "new", Map.of("S", "z"),
                "text", Map.of("S", "two"),
                "set", Map.of("SS", List.of("a", "b")),
                "version", Map.of("N", "2")));
  }

  @Test
  void aVersionThatIsNotThereOrNotAloneIsSaidSo() {
    pages.put("/a", "one");
    pages.delete("/a");
    pages.put("/a", "one again");
    record("NEW_AND_OLD");
    assertThatThrownBy(() -> diff(Map.of("version", 9), Map.of("version", 1)))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("not found: pages|path=S:/a has no entry with version 9");
    assertThatThrownBy(() -> diff(Map.of("version", 1), Map.of("version", 1)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("has 2 entries with version 1, name one by its position: [2026");
    String nowhere = new Position(Instant.EPOCH, "1").toString();
    assertThatThrownBy(() -> diff(Map.of("position", nowhere), Map.of("version", 1)))
        .hasMessage("not found: pages|path=S:/a has no entry at " + nowhere);
  }

  @Test
  void aVersionOfASnapshotAndOfAnotherLifeIsSaidSo() {
    pages.put("/a", "old life");
    baseline();
    pages.advance(120_000);
    pages.changes().clear(); // The history began with the snapshot.
    pages.delete("/a");
    pages.put("/a", "new life");
    record("NEW_AND_OLD");
    assertThatThrownBy(() -> diff(Map.of("version", 1), Map.of("version", 1)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("has 2 entries with version 1, name one by its position: [2026")
        .hasMessageContaining("#" + "0".repeat(40));
  }

  @Test
  void aVersionThatASnapshotRepeatsIsTheChange() {
    pages.put("/a", "one");
    pages.advance(120_000);
    baseline();
    pages.advance(120_000);
    baseline();
    record("NEW_AND_OLD");
    assertThat(diff(Map.of("version", 1), Map.of("version", 1)).get("from").toString())
        .contains("eventName=INSERT");

    table = Database.newHistory();
    baseline();
    pages.advance(120_000);
    baseline();
    assertThat(diff(Map.of("version", 1), Map.of("version", 1)).get("from").toString())
        .contains("eventName=BASELINE");
  }

  @Test
  void whatHasExpiredIsNotThereThoughDynamoDbHasNotDeletedIt() {
    pages.put("/a", "one");
    pages.advance(Duration.ofDays(1).toMillis());
    pages.put("/a", "two");
    HistorySettings settings = Database.settings(table, "NEW_AND_OLD", "30");
    Recording.record(
        new Recorder(Database.history(TestDatabase.client(), settings), settings),
        SourceTable.event(pages.changes()));

    Instant expiry = Instant.parse("2026-11-20T10:00:00Z").plus(Duration.ofDays(30));
    assertThat(versionsAt(expiry.minusSeconds(1))).hasSize(2);
    assertThat(versionsAt(expiry))
        .hasSize(1)
        .first()
        .satisfies(
            entry -> assertThat(entry).containsEntry("continuity", Map.of("state", "FIRST")));
    assertThat(versionsAt(expiry.plus(Duration.ofDays(1)))).isEmpty();
  }

  @Test
  void anItemWithoutHistoryHasNoEntries() {
    assertThat(entries(versions("NEWEST_FIRST", 10, null))).isEmpty();
    assertThat(asOf("2026-11-20T10:00:00Z")).containsEntry("state", "UNKNOWN");
  }

  @Test
  void keysOfEveryTypeAreFound() {
    var key =
        Map.of(
            "id", AttributeValue.fromN("7"),
            "part", AttributeValue.fromB(SdkBytes.fromUtf8String("x")));
    String json =
        pages
            .put("/a", "one")
            .json()
            .replaceAll(
                "\"Keys\":\\{.*?}},", "\"Keys\":{\"id\":{\"N\":\"7\"},\"part\":{\"B\":\"eA==\"}},");
    HistorySettings settings = Database.settings(table);
    Recording.record(
        new Recorder(Database.history(TestDatabase.client(), settings), settings),
        SourceTable.parse(List.of(json)));
    assertThat(key).hasSize(2);
    assertThat(
            entries(
                answer(
                    Map.of(
                        "operation", "versions",
                        "table", "pages",
                        "key", Map.of("part", Map.of("B", "eA=="), "id", Map.of("N", "7.0"))))))
        .hasSize(1);
  }

  @Test
  void aCursorOfAnotherItemOrOrderIsRefused() {
    pages.put("/a", "one");
    pages.put("/a", "two");
    record("NEW_AND_OLD");
    Object cursor = versions("OLDEST_FIRST", 1, null).get("next");
    Map<String, Object> request = new HashMap<>(request("versions"));
    request.put("order", "NEWEST_FIRST");
    request.put("next", cursor);
    assertThatThrownBy(() -> answer(request))
        .isInstanceOf(BadRequestException.class)
        .hasMessage(
            "bad request: 'next' must be the value of 'next' in an answer to this same request, unchanged");
  }

  /** A snapshot of the item as it is now. */
  private void baseline() {
    ItemKey key = pages.key("/a");
    Database.history(TestDatabase.client(), Database.settings(table))
        .append(
            List.of(
                new Entry(
                    key,
                    Position.before(pages.now()),
                    EventName.BASELINE,
                    pages.now(),
                    ItemVersion.of(1),
                    ItemVersion.NONE,
                    Optional.empty(),
                    false,
                    Optional.of(pages.items().get(key)),
                    Optional.empty())),
            Deadline.after(Duration.ofMinutes(1)));
  }

  private void record(String images) {
    HistorySettings settings = Database.settings(table, images, "0");
    var recording =
        Recording.record(
            new Recorder(Database.history(TestDatabase.client(), settings), settings),
            SourceTable.event(pages.changes()));
    assertThat(LoggedRun.failures(recording.answer())).isEmpty();
  }

  private List<Map<String, Object>> allPages(String order, int limit) {
    List<Map<String, Object>> all = new java.util.ArrayList<>();
    Object cursor = null;
    do {
      Map<String, Object> request = new HashMap<>(request("versions"));
      request.put("order", order);
      request.put("limit", limit);
      if (cursor != null) {
        request.put("next", cursor);
      }
      Map<String, Object> answer = answer(request);
      all.addAll(entries(answer));
      cursor = answer.get("next");
    } while (cursor != null);
    return all;
  }

  private static PageRequest firstPage(int limit) {
    return new PageRequest(limit, Optional.empty(), "", PageCursor.checked());
  }

  private Map<String, Object> versions(String order, int limit, String images) {
    Map<String, Object> request = new HashMap<>(request("versions"));
    request.put("order", order);
    request.put("limit", limit);
    if (images != null) {
      request.put("images", images);
    }
    return answer(request);
  }

  private List<Map<String, Object>> versionsAt(Instant now) {
    HistoryReadFunction function =
        new HistoryReadFunction(
            Database.history(
                TestDatabase.client(), Database.settings(table), Clock.fixed(now, ZoneOffset.UTC)));
    return entries(answer(function, request("versions")));
  }

  private Map<String, Object> asOf(String time) {
    Map<String, Object> request = new HashMap<>(request("as-of"));
    request.put("time", time);
    return answer(request);
  }

  private Map<String, Object> diff(Map<String, Object> from, Map<String, Object> to) {
    Map<String, Object> request = new HashMap<>(request("diff"));
    request.put("from", from);
    request.put("to", to);
    return answer(request);
  }

  private static Map<String, Object> request(String operation) {
    return Map.of(
        "operation", operation, "table", "pages", "key", Map.of("path", Map.of("S", "/a")));
  }

  private Map<String, Object> answer(Map<String, Object> request) {
    return answer(
        new HistoryReadFunction(Database.history(TestDatabase.client(), Database.settings(table))),
        request);
  }

  private static Map<String, Object> answer(
      HistoryReadFunction function, Map<String, Object> request) {
    return LoggedRun.of(
            telemetry -> function.answer(request, Deadline.after(Duration.ofMinutes(1)), telemetry))
        .answer();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> entries(Map<String, Object> answer) {
    return (List<Map<String, Object>>) answer.get("entries");
  }

  private static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue set(String... members) {
    return AttributeValue.fromSs(List.of(members));
  }
}
