package io.dynamopatterns.periodic.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.request.AnswerPage;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageRequest;
import io.dynamopatterns.periodic.table.PeriodsTable;
import io.dynamopatterns.periodic.table.RejectedRecord;
import io.dynamopatterns.periodic.table.RejectedRecords.Stored;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** Answers what was rejected, in the order of arrival. */
final class RejectedReader {
  private static final int DAY = "2026-11-20".length();

  private final PeriodsTable table;
  private final Clock clock;

  RejectedReader(PeriodsTable table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  Map<String, Object> answer(Fields fields, Deadline deadline) {
    Days days = Days.of(fields);
    PageRequest asked = fields.page("rejected", days);
    fields.refuseOthers();
    AnswerPage page = new AnswerPage(asked, deadline);
    Optional<String> after = asked.after();
    LocalDate day =
        after.map(position -> LocalDate.parse(position.substring(0, DAY))).orElse(days.first());
    for (; !day.isAfter(days.last()) && !page.isAtEnd(); day = day.plusDays(1)) {
      add(table.rejected().ofDay(day.toString(), after, deadline), page);
      after = Optional.empty();
    }
    return page.into(new Answer(), "rejected").json();
  }

  private void add(Iterator<Stored> records, AnswerPage page) {
    while (!page.isAtEnd() && records.hasNext()) {
      Stored stored = records.next();
      if (stored.expiresAt().map(clock.instant()::isBefore).orElse(true)) {
        page.add(stored.position(), json(stored.content()));
      } else {
        page.pass(stored.position());
      }
    }
  }

  private static Map<String, Object> json(RejectedRecord content) {
    return new Answer()
        .put("arrival", content.arrival())
        .put("shard", content.shard())
        .put("sequence", content.sequence())
        .put("reason", content.reason())
        .content("payload", content.payload())
        .json();
  }
}
