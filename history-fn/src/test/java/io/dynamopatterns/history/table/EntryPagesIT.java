package io.dynamopatterns.history.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.ItemVersion;
import io.dynamopatterns.history.entry.Position;
import io.dynamopatterns.history.kit.Database;
import io.dynamopatterns.history.kit.Noise;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Histories read page by page, as a replay does. */
class EntryPagesIT {
  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");
  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z");

  private static final List<Entry> ENTRIES = new ArrayList<>();

  private static HistoryTable table;

  /** Entries of two items, over several pages of 1 MB; one of each is in parts. */
  @BeforeAll
  static void append() {
    table = Database.history(TestDatabase.client(), Database.settings(Database.newHistory()));
    for (String path : List.of("/a", "/b")) {
      for (int i = 0; i < 4; i++) {
        ENTRIES.add(entry("pages", path, i, i == 2 ? 500_000 : 250_000));
      }
    }
    table.append(ENTRIES, Deadline.after(Duration.ofMinutes(1)));
    table.append(
        List.of(entry("pages2", "/a", 0, 10), entry("others", "/a", 0, 10)),
        Deadline.after(Duration.ofMinutes(1)));
  }

  @Test
  void allEntriesOfATableAreReadThoseOfEachItemOldestFirst() {
    List<Entry> read = read(Optional.empty(), after -> table.page("pages", TIME, END, after));
    assertThat(byItem(read)).isEqualTo(byItem(ENTRIES));
  }

  @Test
  void theEntriesOfAnItemAreReadOldestFirst() {
    assertThat(read(Optional.empty(), after -> table.page(item("/b"), TIME, END, after)))
        .isEqualTo(ENTRIES.subList(4, 8));
  }

  @Test
  void fromAnyEntryReadingContinuesAfterIt() {
    List<Entry> all = read(Optional.empty(), after -> table.page("pages", TIME, END, after));
    for (int i = 2; i < 4; i++) {
      Optional<EntryKey> ofItem = Optional.of(EntryKey.of(ENTRIES.get(i)));
      assertThat(read(ofItem, after -> table.page(item("/a"), TIME, END, after)))
          .isEqualTo(ENTRIES.subList(i + 1, 4));
      Optional<EntryKey> ofTable = Optional.of(EntryKey.of(all.get(i)));
      assertThat(read(ofTable, after -> table.page("pages", TIME, END, after)))
          .isEqualTo(all.subList(i + 1, 8));
    }
  }

  @Test
  void aTimeRangeHasItsFirstTimeAndNotItsLast() {
    Instant from = TIME.plusSeconds(1);
    Instant to = TIME.plusSeconds(3);
    assertThat(read(Optional.empty(), after -> table.page(item("/a"), from, to, after)))
        .isEqualTo(ENTRIES.subList(1, 3));
    assertThat(read(Optional.empty(), after -> table.page("pages", from, to, after)))
        .containsExactlyInAnyOrder(ENTRIES.get(1), ENTRIES.get(2), ENTRIES.get(5), ENTRIES.get(6));
    assertThat(
            read(
                Optional.empty(),
                after -> table.page(item("/a"), from.plusNanos(1), to.plusNanos(1), after)))
        .isEqualTo(ENTRIES.subList(2, 4));
  }

  @Test
  void whatHasExpiredIsNotThere() {
    String expiring = Database.newHistory();
    Clock later = Clock.fixed(TIME.plus(Duration.ofDays(1)).plusSeconds(1), ZoneOffset.UTC);
    HistoryTable kept =
        Database.history(
            TestDatabase.client(), Database.settings(expiring, "NEW_AND_OLD", "1"), later);
    List<Entry> three = IntStream.range(0, 3).mapToObj(i -> entry("pages", "/a", i, 10)).toList();
    kept.append(three, Deadline.after(Duration.ofMinutes(1)));
    assertThat(read(Optional.empty(), after -> kept.page("pages", TIME, END, after)))
        .containsExactly(three.get(2));
  }

  /** Hundreds of such entries are one page of DynamoDB, and would be gigabytes in memory. */
  @Test
  void aPageOfRepetitiveImagesIsBoundedByTheirSizeAndNotByWhatIsStored() {
    HistoryTable repetitive =
        Database.history(TestDatabase.client(), Database.settings(Database.newHistory()));
    String image = "the same again, ".repeat(24_000);
    List<Entry> entries =
        IntStream.range(0, 100).mapToObj(i -> entry("pages", "/a", i, image)).toList();
    repetitive.append(entries, Deadline.after(Duration.ofMinutes(1)));

    List<EntryPage> ofTable = pages(after -> repetitive.page("pages", TIME, END, after));
    List<EntryPage> ofItem = pages(after -> repetitive.page(item("/a"), TIME, END, after));

    for (List<EntryPage> pages : List.of(ofTable, ofItem)) {
      assertThat(pages.stream().flatMap(page -> page.entries().stream()))
          .containsExactlyElementsOf(entries);
      assertThat(pages)
          .allSatisfy(
              page ->
                  assertThat(page.entries().stream().mapToLong(Entry::imagesSize).sum())
                      .isLessThanOrEqualTo(HistoryTable.MAX_DECODED + image.length() + 100));
      assertThat(pages).hasSizeLessThanOrEqualTo(4);
    }
  }

  private static List<EntryPage> pages(Function<Optional<EntryKey>, EntryPage> reading) {
    List<EntryPage> pages = new ArrayList<>();
    Optional<EntryKey> next = Optional.empty();
    do {
      pages.add(reading.apply(next));
      next = pages.getLast().next();
    } while (next.isPresent());
    return pages;
  }

  private static List<Entry> read(
      Optional<EntryKey> from, Function<Optional<EntryKey>, EntryPage> pages) {
    List<Entry> read = new ArrayList<>();
    Optional<EntryKey> next = from;
    do {
      EntryPage page = pages.apply(next);
      read.addAll(page.entries());
      next = page.next();
    } while (next.isPresent());
    return read;
  }

  private static Map<ItemKey, List<Entry>> byItem(List<Entry> entries) {
    return entries.stream().collect(Collectors.groupingBy(Entry::item));
  }

  private static ItemKey item(String path) {
    return new ItemKey("pages", Map.of("path", AttributeValue.fromS(path)));
  }

  private static Entry entry(String table, String path, int number, int size) {
    return entry(table, path, number, Noise.text(size, number));
  }

  private static Entry entry(String table, String path, int number, String payload) {
    return new Entry(
        new ItemKey(table, Map.of("path", AttributeValue.fromS(path))),
        new Position(TIME.plusSeconds(number), Integer.toString(number + 1)),
        EventName.MODIFY,
        TIME.plusSeconds(number),
        ItemVersion.NONE,
        ItemVersion.NONE,
        Optional.empty(),
        false,
        Optional.of(Map.of("payload", AttributeValue.fromS(payload))),
        Optional.empty());
  }
}
