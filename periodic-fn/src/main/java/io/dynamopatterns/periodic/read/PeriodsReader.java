package io.dynamopatterns.periodic.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.request.AnswerPage;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageRequest;
import io.dynamopatterns.periodic.period.Bucket;
import io.dynamopatterns.periodic.table.BucketHead;
import io.dynamopatterns.periodic.table.Lease;
import io.dynamopatterns.periodic.table.PeriodsTable;
import io.dynamopatterns.periodic.table.State;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers which periods there are, and how far each is. */
final class PeriodsReader {
  private static final int PAGE = 1000;

  private final PeriodsTable table;
  private final Clock clock;

  PeriodsReader(PeriodsTable table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  Map<String, Object> answer(Fields fields, Deadline deadline) {
    Days days = Days.of(fields);
    Optional<State> state = fields.oneOf("state", State.class);
    PageRequest asked = fields.page("list", days, state);
    fields.refuseOthers();
    AnswerPage page = new AnswerPage(asked, deadline);
    Optional<Bucket> after = asked.after().map(Bucket::parse);
    LocalDate day = after.map(bucket -> LocalDate.parse(bucket.day())).orElse(days.first());
    while (!day.isAfter(days.last()) && !page.isAtEnd()) {
      List<BucketHead> heads = table.heads().ofDay(day.toString(), after, PAGE, deadline);
      if (heads.isEmpty()) {
        day = day.plusDays(1);
        after = Optional.empty();
      } else {
        after = Optional.of(heads.getLast().bucket());
        add(heads, state, page);
      }
    }
    return page.into(new Answer(), "periods").json();
  }

  private void add(List<BucketHead> heads, Optional<State> state, AnswerPage page) {
    Instant now = clock.instant();
    for (BucketHead head : heads) {
      String position = head.bucket().toString();
      boolean wanted =
          state.map(head.state()::equals).orElse(true)
              && head.expiresAt().map(now::isBefore).orElse(true);
      if (!wanted) {
        page.pass(position);
      } else if (!page.add(position, json(head))) {
        return;
      }
    }
  }

  private static Map<String, Object> json(BucketHead head) {
    return new Answer()
        .put("period", head.bucket().period())
        .put("generation", head.bucket().generation())
        .put("late", head.bucket().isLate())
        .put("state", head.state())
        .put("start", head.start())
        .put("end", head.end())
        .put("dueAt", head.dueAt())
        .put("events", head.progress().events())
        .put("digests", head.progress().digests())
        .put("leaseUntil", head.lease().map(Lease::until))
        .json();
  }
}
