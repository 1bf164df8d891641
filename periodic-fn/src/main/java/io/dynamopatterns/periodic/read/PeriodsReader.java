package io.dynamopatterns.periodic.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.periodic.period.Bucket;
import io.dynamopatterns.periodic.table.BucketHead;
import io.dynamopatterns.periodic.table.PeriodsTable;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
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

  Map<String, Object> answer(ReadRequest.Periods request, Deadline deadline) {
    Answer page = new Answer(request, deadline);
    Optional<Bucket> after = request.after().map(Bucket::parse);
    LocalDate day =
        after.map(bucket -> LocalDate.parse(bucket.day())).orElse(request.days().first());
    while (!day.isAfter(request.days().last()) && !page.mustEnd()) {
      List<BucketHead> heads = table.heads().ofDay(day.toString(), after, PAGE, deadline);
      if (heads.isEmpty()) {
        day = day.plusDays(1);
        after = Optional.empty();
      } else {
        after = Optional.of(heads.getLast().bucket());
        add(heads, request, page);
      }
    }
    return page.into(new LinkedHashMap<>(), "periods");
  }

  private void add(List<BucketHead> heads, ReadRequest.Periods request, Answer page) {
    Instant now = clock.instant();
    for (BucketHead head : heads) {
      String position = head.bucket().toString();
      boolean wanted =
          request.state().map(head.state()::equals).orElse(true)
              && head.expiresAt().map(now::isBefore).orElse(true);
      if (!wanted) {
        page.pass(position);
      } else if (!page.add(position, json(head), "")) {
        return;
      }
    }
  }

  private static Map<String, Object> json(BucketHead head) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("period", head.bucket().period());
    json.put("generation", head.bucket().generation());
    json.put("late", head.bucket().isLate());
    json.put("state", head.state().name());
    json.put("start", Times.text(head.start()));
    json.put("end", Times.text(head.end()));
    json.put("dueAt", Times.text(head.dueAt()));
    json.put("events", head.progress().events());
    json.put("digests", head.progress().digests());
    head.lease().ifPresent(lease -> json.put("leaseUntil", Times.text(lease.until())));
    return json;
  }
}
