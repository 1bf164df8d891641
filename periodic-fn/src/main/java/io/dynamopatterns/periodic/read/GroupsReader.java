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
import io.dynamopatterns.periodic.table.State;
import io.dynamopatterns.periodic.table.StoredEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Answers which groups a bucket has, with the number of their events. A closed bucket has one
 * digest for each: then the events are those of its manifest. Before that, all that are stored.
 */
final class GroupsReader {
  /** Left for the request that is under way when the time is nearly up. */
  private static final Duration RESERVE = Duration.ofSeconds(2);

  private final PeriodsTable table;
  private final LiveHeads heads;

  GroupsReader(PeriodsTable table, LiveHeads heads) {
    this.table = table;
    this.heads = heads;
  }

  Map<String, Object> answer(PeriodicReadRequest.Groups request, Deadline deadline) {
    Optional<BucketHead> head = heads.get(request.bucket(), deadline);
    AnswerPage page = new AnswerPage(request.page(), deadline);
    head.ifPresent(known -> add(known, request, page, deadline));
    return page.into(LiveHeads.answer(request.bucket(), head), "groups").json();
  }

  private void add(
      BucketHead head, PeriodicReadRequest.Groups request, AnswerPage page, Deadline deadline) {
    SortKeyRange range =
        request.page().after().map(SortKeyRange::after).orElseGet(SortKeyRange::all);
    BucketEvents events = table.events().sequence(head.bucket(), head.shards(), range, deadline);
    Optional<Manifest> manifest =
        head.state() == State.CLOSED
            ? Optional.of(table.manifests().of(head.bucket(), deadline))
            : Optional.empty();
    Deadline soon = deadline.earlier(RESERVE);
    String group = null;
    long counted = 0;
    while (!page.isAtEnd() && events.hasNext()) {
      StoredEvent event = events.next();
      if (group != null && !group.equals(event.key().group())) {
        add(group, counted, page);
        counted = 0;
      }
      group = event.key().group();
      if (manifest.map(closed -> closed.contains(event)).orElse(true)) {
        counted++;
      }
      if (soon.passed() && !page.isAtEnd() && page.size() == 0) {
        // No request gets further than this one: the next page begins with the next group.
        page.add(BucketEventKey.groupEnd(group), json(group, counted).put("partial", true).json());
        page.end();
        return;
      }
    }
    if (group != null && !page.isAtEnd()) {
      add(group, counted, page);
    }
  }

  private static void add(String group, long events, AnswerPage page) {
    String end = BucketEventKey.groupEnd(group);
    if (events == 0) {
      page.pass(end);
    } else {
      page.add(end, json(group, events).json());
    }
  }

  private static Answer json(String group, long events) {
    return new Answer().put("group", group).put("events", events);
  }
}
