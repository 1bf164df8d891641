package io.dynamopatterns.periodic.read;

import io.dynamopatterns.common.request.Fields;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Whole days, in UTC. */
record Days(LocalDate first, LocalDate last) {
  /** The most days that one request may span. */
  private static final int MOST = 400;

  /**
   * The days that the fields {@code from} and {@code to} name.
   *
   * @throws io.dynamopatterns.common.request.BadRequestException if they are not in their order, or
   *     too many
   */
  static Days of(Fields fields) {
    LocalDate first = day(fields.time("from"));
    LocalDate last = day(fields.time("to"));
    if (last.isBefore(first)) {
      throw fields.bad("to", "must not be before 'from'");
    }
    if (first.plusDays(MOST).isBefore(last)) {
      throw fields.bad("to", "must be at most %d days after 'from'".formatted(MOST));
    }
    return new Days(first, last);
  }

  private static LocalDate day(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toLocalDate();
  }
}
