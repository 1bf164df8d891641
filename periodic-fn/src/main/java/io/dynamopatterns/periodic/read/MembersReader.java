package io.dynamopatterns.periodic.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.query.SortKeyRange;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.periodic.period.EventKey;
import io.dynamopatterns.periodic.table.BucketHead;
import io.dynamopatterns.periodic.table.EventSequence;
import io.dynamopatterns.periodic.table.Manifest;
import io.dynamopatterns.periodic.table.PeriodsTable;
import io.dynamopatterns.periodic.table.StoredEvent;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Answers which events are in the digest of a group: those that the bucket's manifest names. Of a
 * bucket that is not closed, as far as they are decided.
 */
final class MembersReader {
  private final PeriodsTable table;
  private final Clock clock;

  MembersReader(PeriodsTable table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  Map<String, Object> answer(ReadRequest.Members request, Deadline deadline) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("period", request.bucket().period());
    json.put("generation", request.bucket().generation());
    json.put("group", request.group());
    Optional<BucketHead> head =
        table
            .heads()
            .get(request.bucket(), deadline)
            .map(VersionedItem::value)
            .filter(known -> known.expiresAt().map(clock.instant()::isBefore).orElse(true));
    json.put("state", head.map(known -> known.state().name()).orElse("UNKNOWN"));
    Answer page = new Answer(request, deadline);
    head.ifPresent(known -> add(known, request, page, deadline));
    return page.into(json, "members");
  }

  private void add(BucketHead head, ReadRequest.Members request, Answer page, Deadline deadline) {
    SortKeyRange range =
        request
            .after()
            .map(SortKeyRange::after)
            .orElseGet(() -> SortKeyRange.from(EventKey.groupStart(request.group())))
            .before(EventKey.groupEnd(request.group()));
    EventSequence events = table.events().sequence(head.bucket(), head.shards(), range, deadline);
    Manifest manifest = table.manifests().of(head.bucket(), deadline);
    while (!page.mustEnd() && events.hasNext()) {
      StoredEvent event = events.next();
      if (!manifest.contains(event)) {
        page.pass(event.sortKey());
      } else {
        String content = table.events().json(event, deadline);
        page.add(event.sortKey(), json(event, content), content);
      }
    }
  }

  private static Map<String, Object> json(StoredEvent event, String content) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", event.key().id());
    json.put("time", Times.text(event.key().time()));
    json.put("event", content);
    return json;
  }
}
