package io.dynamopatterns.periodic.read;

import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageRequest;
import io.dynamopatterns.periodic.period.Bucket;
import io.dynamopatterns.periodic.period.Period;
import io.dynamopatterns.periodic.table.State;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** What the read function can be asked, by the field {@code operation}. */
sealed interface PeriodicReadRequest {
  /** The most days that one request may span. */
  int MAX_DAYS = 400;

  /** Whole days, in UTC. */
  record Days(LocalDate first, LocalDate last) {}

  /** The periods that begin on these days, with their late generations. */
  record Periods(Days days, Optional<State> state, PageRequest page)
      implements PeriodicReadRequest {}

  /** The groups of a bucket. */
  record Groups(Bucket bucket, PageRequest page) implements PeriodicReadRequest {}

  /** The events of a digest. */
  record Members(Bucket bucket, String group, PageRequest page) implements PeriodicReadRequest {}

  /** What arrived on these days and was rejected. */
  record Rejected(Days days, PageRequest page) implements PeriodicReadRequest {}

  /**
   * Reads a request.
   *
   * @throws BadRequestException naming the field and what is allowed
   */
  static PeriodicReadRequest of(Map<String, Object> request) {
    Fields fields = new Fields(request);
    String operation = fields.choice("operation", "list", "show", "members", "rejected");
    PeriodicReadRequest read =
        switch (operation) {
          case "list" -> {
            Days days = days(fields);
            Optional<State> state = fields.oneOf("state", State.class);
            yield new Periods(days, state, fields.page(operation, days, state));
          }
          case "show" -> {
            Bucket bucket = bucket(fields);
            yield new Groups(bucket, fields.page(operation, bucket));
          }
          case "members" -> {
            Bucket bucket = bucket(fields);
            String group = fields.text("group");
            yield new Members(bucket, group, fields.page(operation, bucket, group));
          }
          default -> {
            Days days = days(fields);
            yield new Rejected(days, fields.page(operation, days));
          }
        };
    fields.refuseOthers();
    return read;
  }

  private static Days days(Fields fields) {
    LocalDate first = day(fields.time("from"));
    LocalDate last = day(fields.time("to"));
    if (last.isBefore(first)) {
      throw fields.bad("to", "must not be before 'from'");
    }
    if (first.plusDays(MAX_DAYS).isBefore(last)) {
      throw fields.bad("to", "must be at most %d days after 'from'".formatted(MAX_DAYS));
    }
    return new Days(first, last);
  }

  private static LocalDate day(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  private static Bucket bucket(Fields fields) {
    String period = fields.text("period");
    if (!Period.isName(period)) {
      throw fields.bad("period", "must be the name of a period, like 2026-11-20T10:00Z");
    }
    return new Bucket(period, (int) fields.number("generation", 0, 99_999).orElse(0));
  }
}
