package io.dynamopatterns.periodic.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.query.SortKeyRange;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.request.AnswerPage;
import io.dynamopatterns.periodic.period.BucketEventKey;
import io.dynamopatterns.periodic.table.BucketEvents;
import io.dynamopatterns.periodic.table.BucketHead;
import io.dynamopatterns.periodic.table.Manifest;
import io.dynamopatterns.periodic.table.PeriodsTable;
import io.dynamopatterns.periodic.table.StoredEvent;
import java.util.Map;
import java.util.Optional;

/**
 * Answers which events are in the digest of a group: those that the bucket's manifest names. Of a
 * bucket that is not closed, as far as they are decided.
 */
final class MembersReader {
  private final PeriodsTable table;
  private final LiveHeads heads;

  MembersReader(PeriodsTable table, LiveHeads heads) {
    this.table = table;
    this.heads = heads;
  }

  Map<String, Object> answer(PeriodicReadRequest.Members request, Deadline deadline) {
    Optional<BucketHead> head = heads.get(request.bucket(), deadline);
    AnswerPage page = new AnswerPage(request.page(), deadline);
    head.ifPresent(known -> add(known, request, page, deadline));
    Answer answer = LiveHeads.answer(request.bucket(), head).put("group", request.group());
    return page.into(answer, "members").json();
  }

  private void add(
      BucketHead head, PeriodicReadRequest.Members request, AnswerPage page, Deadline deadline) {
    SortKeyRange range =
        request
            .page()
            .after()
            .map(SortKeyRange::after)
            .orElseGet(() -> SortKeyRange.from(BucketEventKey.groupStart(request.group())))
            .before(BucketEventKey.groupEnd(request.group()));
    BucketEvents events = table.events().sequence(head.bucket(), head.shards(), range, deadline);
    Manifest manifest = table.manifests().of(head.bucket(), deadline);
    while (!page.isAtEnd() && events.hasNext()) {
      StoredEvent event = events.next();
      if (!manifest.contains(event)) {
        page.pass(event.sortKey());
      } else {
        page.add(event.sortKey(), json(event, table.events().json(event, deadline)));
      }
    }
  }

  private static Map<String, Object> json(StoredEvent event, String content) {
    return new Answer()
        .put("id", event.key().id())
        .put("time", event.key().time())
        .content("event", content)
        .json();
  }
}
