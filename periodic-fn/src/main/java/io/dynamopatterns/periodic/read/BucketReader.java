package io.dynamopatterns.periodic.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.query.SortKeyRange;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.request.AnswerPage;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageRequest;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.periodic.period.Bucket;
import io.dynamopatterns.periodic.period.BucketEventKey;
import io.dynamopatterns.periodic.period.Period;
import io.dynamopatterns.periodic.table.BucketEvents;
import io.dynamopatterns.periodic.table.BucketHead;
import io.dynamopatterns.periodic.table.Manifest;
import io.dynamopatterns.periodic.table.PeriodsTable;
import io.dynamopatterns.periodic.table.State;
import io.dynamopatterns.periodic.table.StoredEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Answers what is in a bucket that has not expired: its groups, and the events of one. */
final class BucketReader {
  /** Left for the request that is under way when the time is nearly up. */
  private static final Duration RESERVE = Duration.ofSeconds(2);

  private final PeriodsTable table;
  private final Clock clock;

  BucketReader(PeriodsTable table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  /**
   * Answers which groups a bucket has, with the number of their events. A closed bucket has one
   * digest for each: then the events are those of its manifest. Before that, all that are stored.
   */
  Map<String, Object> groups(Fields fields, Deadline deadline) {
    Bucket bucket = bucket(fields);
    PageRequest asked = fields.page("show", bucket);
    fields.refuseOthers();
    Optional<BucketHead> head = head(bucket, deadline);
    AnswerPage page = new AnswerPage(asked, deadline);
    head.ifPresent(known -> addGroups(known, asked, page, deadline));
    return page.into(answer(bucket, head), "groups").json();
  }

  /**
   * Answers which events are in the digest of a group: those that the bucket's manifest names. Of a
   * bucket that is not closed, as far as they are decided.
   */
  Map<String, Object> members(Fields fields, Deadline deadline) {
    Bucket bucket = bucket(fields);
    String group = fields.text("group");
    PageRequest asked = fields.page("members", bucket, group);
    fields.refuseOthers();
    Optional<BucketHead> head = head(bucket, deadline);
    AnswerPage page = new AnswerPage(asked, deadline);
    head.ifPresent(known -> addMembers(known, group, asked, page, deadline));
    return page.into(answer(bucket, head).put("group", group), "members").json();
  }

  private static Bucket bucket(Fields fields) {
    String period = fields.text("period");
    if (!Period.isName(period)) {
      throw fields.bad("period", "must be the name of a period, like 2026-11-20T10:00Z");
    }
    return new Bucket(period, (int) fields.number("generation", 0, 99_999).orElse(0));
  }

  private Optional<BucketHead> head(Bucket bucket, Deadline deadline) {
    return table
        .heads()
        .get(bucket, deadline)
        .map(VersionedItem::value)
        .filter(known -> known.expiresAt().map(clock.instant()::isBefore).orElse(true));
  }

  /** The beginning of an answer about a bucket. */
  private static Answer answer(Bucket bucket, Optional<BucketHead> head) {
    return new Answer()
        .put("period", bucket.period())
        .put("generation", bucket.generation())
        .put("state", head.map(known -> known.state().name()).orElse("UNKNOWN"));
  }

  private void addGroups(BucketHead head, PageRequest asked, AnswerPage page, Deadline deadline) {
    SortKeyRange range = asked.after().map(SortKeyRange::after).orElseGet(SortKeyRange::all);
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
        addGroup(group, counted, page);
        counted = 0;
      }
      group = event.key().group();
      if (manifest.map(closed -> closed.contains(event)).orElse(true)) {
        counted++;
      }
      if (soon.passed() && !page.isAtEnd() && page.size() == 0) {
        // No request gets further than this one: the next page begins with the next group.
        page.add(
            BucketEventKey.groupEnd(group), groupJson(group, counted).put("partial", true).json());
        page.end();
        return;
      }
    }
    if (group != null && !page.isAtEnd()) {
      addGroup(group, counted, page);
    }
  }

  private static void addGroup(String group, long events, AnswerPage page) {
    String end = BucketEventKey.groupEnd(group);
    if (events == 0) {
      page.pass(end);
    } else {
      page.add(end, groupJson(group, events).json());
    }
  }

  private static Answer groupJson(String group, long events) {
    return new Answer().put("group", group).put("events", events);
  }

  private void addMembers(
      BucketHead head, String group, PageRequest asked, AnswerPage page, Deadline deadline) {
    SortKeyRange range =
        asked
            .after()
            .map(SortKeyRange::after)
            .orElseGet(() -> SortKeyRange.from(BucketEventKey.groupStart(group)))
            .before(BucketEventKey.groupEnd(group));
    BucketEvents events = table.events().sequence(head.bucket(), head.shards(), range, deadline);
    Manifest manifest = table.manifests().of(head.bucket(), deadline);
    while (!page.isAtEnd() && events.hasNext()) {
      StoredEvent event = events.next();
      if (!manifest.contains(event)) {
        page.pass(event.sortKey());
      } else {
        page.add(event.sortKey(), memberJson(event, table.events().json(event, deadline)));
      }
    }
  }

  private static Map<String, Object> memberJson(StoredEvent event, String content) {
    return new Answer()
        .put("id", event.key().id())
        .put("time", event.key().time())
        .content("event", content)
        .json();
  }
}
