package io.dynamopatterns.history.backfill;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.item.ItemJson;
import io.dynamopatterns.history.entry.Actor;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.ItemVersion;
import io.dynamopatterns.history.entry.Position;
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
 * Reads a table page by page and gives every item a baseline, its state as it was read, that has no
 * history or one that ends with another state.
 *
 * <p>Writers continue meanwhile. A baseline sorts before every change that may come after the read,
 * so the newest entry is always the newest state: the read is strongly consistent, and the position
 * is taken from the time before it, with room for the rounding of stream times and for clocks that
 * differ. Changes that the read has seen already may follow the baseline; the reader knows. For the
 * same reason the baseline counts from a time that is after the read by every clock.
 */
final class Backfiller {
  /** A page is begun and finished within the margin of a {@link Deadline}. */
  private static final int PAGE = 100;

  /** An entry, and one item more that shows where it ends. */
  private static final int NEWEST = 2;

  private final DynamoDbClient client;
  private final HistorySettings settings;
  private final HistoryTable history;
  private final Clock clock;

  Backfiller(DynamoDbClient client, HistorySettings settings, HistoryTable history, Clock clock) {
    this.client = client;
    this.settings = settings;
    this.history = history;
    this.clock = clock;
  }

  /** Works until the segment is done or the time is used up. */
  BackfillAnswer run(BackfillRequest request, Deadline deadline) {
    long scanned = 0;
    long baselines = 0;
    boolean done = false;
    Map<String, AttributeValue> start = request.start();
    while (!done && !deadline.passed()) {
      Instant before = clock.instant();
      ScanResponse page = scan(request, start, PAGE);
      Instant after = clock.instant();
      List<Entry> missing = missing(request, start, page, before, after);
      OptionalLong added = append(missing, deadline);
      if (added.isEmpty()) {
        break;
      }
      scanned += page.items().size();
      baselines += added.getAsLong();
      start = page.lastEvaluatedKey();
      done = start.isEmpty();
    }
    return new BackfillAnswer(scanned, baselines, scanned - baselines, done, start);
  }

  private List<Entry> missing(
      BackfillRequest request,
      Map<String, AttributeValue> start,
      ScanResponse page,
      Instant before,
      Instant after) {
    List<Entry> missing = new ArrayList<>();
    if (!page.items().isEmpty()) {
      Set<String> keyNames = keyNames(request, start, page);
      for (Map<String, AttributeValue> item : page.items()) {
        Map<String, AttributeValue> key = new HashMap<>(item);
        key.keySet().retainAll(keyNames);
        ItemKey itemKey = new ItemKey(request.table(), key);
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
      BackfillRequest request, Map<String, AttributeValue> start, ScanResponse page) {
    if (page.hasLastEvaluatedKey()) {
      return page.lastEvaluatedKey().keySet();
    }
    return start.isEmpty() ? scan(request, start, 1).lastEvaluatedKey().keySet() : start.keySet();
  }

  private ScanResponse scan(BackfillRequest request, Map<String, AttributeValue> start, int limit) {
    return client.scan(
        scan ->
            scan.tableName(request.table())
                .consistentRead(true)
                .limit(limit)
                .segment(request.segment())
                .totalSegments(request.segments())
                .exclusiveStartKey(start.isEmpty() ? null : start));
  }
}
