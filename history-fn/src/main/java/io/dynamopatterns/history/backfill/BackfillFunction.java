package io.dynamopatterns.history.backfill;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.item.ItemJson;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.history.entry.Actor;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.ItemVersion;
import io.dynamopatterns.history.entry.Position;
import io.dynamopatterns.history.request.HistoryJson;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * The backfill function: reads a table page by page and gives every item a baseline, its state as
 * it was read, that has no history or one that ends with another state.
 *
 * <p>Writers continue meanwhile. A baseline sorts before every change that may come after the read,
 * so the newest entry is always the newest state: the read is strongly consistent, and the position
 * is taken from the time before it, with room for the rounding of stream times and for clocks that
 * differ. Changes that the read has seen already may follow the baseline; the reader knows. For the
 * same reason the baseline counts from a time that is after the read by every clock.
 */
public final class BackfillFunction {
  /** A page is begun and finished within the margin of a {@link Deadline}. */
  private static final int PAGE = 100;

  /** An entry, and one item more that shows where it ends. */
  private static final int NEWEST = 2;

  private static final int MAX_SEGMENTS = 1_000_000;

  private final DynamoDbClient client;
  private final HistorySettings settings;
  private final HistoryTable history;
  private final Clock clock;

  public BackfillFunction(
      DynamoDbClient client, HistorySettings settings, HistoryTable history, Clock clock) {
    this.client = client;
    this.settings = settings;
    this.history = history;
    this.clock = clock;
  }

  /**
   * A part of a table.
   *
   * @param number from 0
   * @param of how many parts are read at once, by as many callers
   */
  private record Segment(String table, int number, int of) {}

  /**
   * Works until the segment is done or the time is used up. Then {@code next} is the key of the
   * last item that was looked at, where the next run continues.
   *
   * @throws io.dynamopatterns.common.request.BadRequestException naming the field and what is
   *     allowed
   */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    Fields fields = new Fields(request);
    int segments = (int) fields.number("segments", 1, MAX_SEGMENTS).orElse(1);
    Segment segment =
        new Segment(
            fields.table(), (int) fields.number("segment", 0, segments - 1L).orElse(0), segments);
    Map<String, AttributeValue> start = fields.has("next") ? fields.key("next") : Map.of();
    fields.refuseOthers();

    long scanned = 0;
    long baselines = 0;
    boolean done = false;
    while (!done && !deadline.passed()) {
      Instant before = clock.instant();
      ScanResponse page = scan(segment, start, PAGE);
      Instant after = clock.instant();
      List<Entry> missing = missing(segment, start, page, before, after);
      OptionalLong added = append(missing, deadline);
      if (added.isEmpty()) {
        break;
      }
      scanned += page.items().size();
      baselines += added.getAsLong();
      start = page.lastEvaluatedKey();
      done = start.isEmpty();
    }
    telemetry.count("Scanned", scanned);
    telemetry.count("Baselines", baselines);
    return new Answer()
        .put("table", segment.table())
        .put("segment", segment.number())
        .put("segments", segment.of())
        .put("scanned", scanned)
        .put("baselines", baselines)
        .put("alreadyRecorded", scanned - baselines)
        .put("done", done)
        .put("next", Optional.of(HistoryJson.item(start)).filter(next -> !next.isEmpty()))
        .json();
  }

  private List<Entry> missing(
      Segment segment,
      Map<String, AttributeValue> start,
      ScanResponse page,
      Instant before,
      Instant after) {
    List<Entry> missing = new ArrayList<>();
    if (!page.items().isEmpty()) {
      Set<String> keyNames = keyNames(segment, start, page);
      for (Map<String, AttributeValue> item : page.items()) {
        Map<String, AttributeValue> key = new HashMap<>(item);
        key.keySet().retainAll(keyNames);
        ItemKey itemKey = new ItemKey(segment.table(), key);
        if (isMissing(itemKey, item, Position.before(before))) {
          missing.add(baseline(itemKey, item, before, after));
        }
      }
    }
    return missing;
  }

  /**
   * Whether the history has nothing of the item as it was read. An entry at or after the baseline
   * may be newer than the read; the stream continues from there. One before it ends the history
   * only if it is the item: otherwise the change after it was lost, or is on its way still, and
   * will sort before the baseline or count as seen by it.
   */
  private boolean isMissing(
      ItemKey key, Map<String, AttributeValue> item, Position baselinePosition) {
    Iterator<Entry> back = history.newestFirst(key, NEWEST);
    if (!back.hasNext()) {
      return true;
    }
    Entry newest = back.next();
    return newest.position().compareTo(baselinePosition) < 0
        && !newest.newImage().map(ItemJson::write).equals(Optional.of(ItemJson.write(item)));
  }

  private Entry baseline(
      ItemKey key, Map<String, AttributeValue> item, Instant before, Instant after) {
    return new Entry(
        key,
        Position.before(before),
        EventName.BASELINE,
        after.plus(Position.CLOCK_SKEW),
        ItemVersion.in(item, settings.versionAttribute()),
        ItemVersion.NONE,
        Actor.in(item, settings.actorAttribute()),
        false,
        Optional.of(item),
        Optional.empty());
  }

  /**
   * How many entries were new, or empty if the time was used up and the page must be done again.
   */
  private OptionalLong append(List<Entry> entries, Deadline deadline) {
    long added = 0;
    for (InsertOutcome outcome : history.append(entries, deadline).outcomes()) {
      switch (outcome) {
        case InsertOutcome.Inserted inserted -> added++;
        case InsertOutcome.AlreadyThere already -> {
          // Another run was faster.
        }
        case InsertOutcome.Failed failed -> {
          if (deadline.passed()) {
            return OptionalLong.empty();
          }
          throw failed.cause();
        }
      }
    }
    return OptionalLong.of(added);
  }

  /**
   * The names of the key attributes, which only the key where a page ends shows. The last page has
   * none; a scan of one item always ends at one. So no permission is needed beyond the scan.
   */
  private Set<String> keyNames(
      Segment segment, Map<String, AttributeValue> start, ScanResponse page) {
    if (page.hasLastEvaluatedKey()) {
      return page.lastEvaluatedKey().keySet();
    }
    return start.isEmpty() ? scan(segment, start, 1).lastEvaluatedKey().keySet() : start.keySet();
  }

  private ScanResponse scan(Segment segment, Map<String, AttributeValue> start, int limit) {
    return client.scan(
        scan ->
            scan.tableName(segment.table())
                .consistentRead(true)
                .limit(limit)
                .segment(segment.number())
                .totalSegments(segment.of())
                .exclusiveStartKey(start.isEmpty() ? null : start));
  }
}
