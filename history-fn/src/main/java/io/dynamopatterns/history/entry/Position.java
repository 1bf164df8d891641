package io.dynamopatterns.history.entry;

import io.dynamopatterns.common.Times;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a change in the stream of its table. Positions have text of one width, and sort as
 * text in the order of the changes to one item.
 *
 * <p>Time comes first, because sequence numbers start anew when a stream is switched off and on
 * again or a table is created anew. The service rounds it down to the second, so the sequence
 * number decides within one.
 *
 * @param time the approximate creation time of the stream record, to the millisecond
 * @param sequence the sequence number of the stream record, with leading zeros to 40 digits
 */
public record Position(Instant time, String sequence) implements Comparable<Position> {
  /** How long {@link #toString} is: 24 characters of time, a separator, 40 digits. */
  public static final int LENGTH = 65;

  /** By how much two clocks may differ: far above the skew of those of AWS. */
  public static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

  private static final int DIGITS = 40;
  private static final String NO_SEQUENCE = "0".repeat(DIGITS);
  private static final Pattern TEXT =
      Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z)#([0-9]{40})");
  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z");

  public Position {
    time = time.truncatedTo(ChronoUnit.MILLIS);
    if (time.isBefore(Instant.EPOCH) || time.isAfter(END)) {
      throw new IllegalArgumentException("a time must be between 1970 and 9999, but is " + time);
    }
    if (!isSequence(sequence)) {
      throw new IllegalArgumentException(
          "a sequence number must be of 1 to 40 digits, but is '" + sequence + "'");
    }
    sequence = NO_SEQUENCE.substring(sequence.length()) + sequence;
  }

  private static boolean isSequence(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= DIGITS;
  }

  /**
   * A position before every change that happens after this time: change times are rounded down, by
   * the service to the second, by DynamoDB Local to the minute, and clocks differ.
   */
  public static Position before(Instant time) {
    return new Position(time.minus(CLOCK_SKEW).truncatedTo(ChronoUnit.MINUTES), NO_SEQUENCE);
  }

  /** Whether this is a baseline's position: changes have sequence numbers from 1 on. */
  public boolean isOfBaseline() {
    return sequence.equals(NO_SEQUENCE);
  }

  /**
   * The position that {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static Position parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a position: '" + text + "'");
    }
    try {
      return new Position(Instant.parse(parts.group(1)), parts.group(2));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a position: '" + text + "'", e);
    }
  }

  @Override
  public int compareTo(Position other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return Times.text(time) + '#' + sequence;
  }
}
