package io.dynamopatterns.aggregator.table;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Times as text of one width, in UTC and to the millisecond: they sort as times do. */
public final class Times {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private Times() {}

  public static String text(Instant time) {
    return FORMAT.format(time);
  }
}
