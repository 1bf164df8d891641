package io.dynamopatterns.periodic.read;

import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageCursor;
import io.dynamopatterns.periodic.period.Bucket;
import io.dynamopatterns.periodic.period.Period;
import io.dynamopatterns.periodic.table.State;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** What the read function can be asked, by the field {@code operation}. */
sealed interface ReadRequest {
  /** The most entries on a page. */
  int MAX_LIMIT = 1000;

  /** The entries on a page unless the request says otherwise. */
  int DEFAULT_LIMIT = 100;

  /** The most days that one request may span. */
  int MAX_DAYS = 400;

  /** What a cursor belongs to: all of the request but the limit. */
  String scope();

  /** At most so many entries on the page. */
  int limit();

  /** Where the page before ended. */
  Optional<String> after();

  /** Whole days, in UTC. */
  record Days(LocalDate first, LocalDate last) {}

  /** The periods that begin on these days, with their late generations. */
  record Periods(Days days, Optional<State> state, int limit, Optional<String> after)
      implements ReadRequest {
    @Override
    public String scope() {
      return "periods %s %s".formatted(days, state);
    }
  }

  /** The events of a digest. */
  record Members(Bucket bucket, String group, int limit, Optional<String> after)
      implements ReadRequest {
    @Override
    public String scope() {
      return "members %s %s".formatted(bucket, group);
    }
  }

  /** What came on these days and was rejected. */
  record Rejected(Days days, int limit, Optional<String> after) implements ReadRequest {
    @Override
    public String scope() {
      return "rejected %s".formatted(days);
    }
  }

  /**
   * Reads a request.
   *
   * @throws BadRequestException naming the field and what is allowed
   */
  static ReadRequest of(Map<String, Object> request) {
    Fields fields = new Fields(request);
    String operation = fields.text("operation");
    int limit = (int) fields.number("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    ReadRequest read =
        switch (operation) {
          case "periods" -> {
            Days days = days(fields);
            Optional<State> state = fields.oneOf("state", State.class);
            yield new Periods(
                days, state, limit, cursor(fields, new Periods(days, state, limit, none())));
          }
          case "members" -> {
            Bucket bucket = bucket(fields);
            String group = fields.text("group");
            yield new Members(
                bucket, group, limit, cursor(fields, new Members(bucket, group, limit, none())));
          }
          case "rejected" -> {
            Days days = days(fields);
            yield new Rejected(days, limit, cursor(fields, new Rejected(days, limit, none())));
          }
          default -> throw fields.bad("operation", "must be periods, members or rejected");
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

  private static Optional<String> cursor(Fields fields, ReadRequest first) {
    return fields
        .optionalText("cursor")
        .map(
            cursor ->
                PageCursor.checked()
                    .decode(cursor, first.scope())
                    .orElseThrow(() -> fields.bad("cursor", PageCursor.ALLOWED)));
  }

  private static Optional<String> none() {
    return Optional.empty();
  }
}
