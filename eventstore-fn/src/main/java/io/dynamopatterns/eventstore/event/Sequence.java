package io.dynamopatterns.eventstore.event;

import java.util.regex.Pattern;

/** Sequence numbers of Kinesis: decimal numbers of up to 129 digits, rising within a shard. */
public final class Sequence {
  /** Below every sequence number. */
  public static final String NONE = "0";

  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,128}");

  private Sequence() {}

  /**
   * Requires a sequence number.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static String require(String sequence) {
    if (sequence == null || !NUMBER.matcher(sequence).matches()) {
      throw new IllegalArgumentException(
          "a sequence number is a whole number of up to 129 digits, not '" + sequence + "'");
    }
    return sequence;
  }

  public static int compare(String left, String right) {
    return left.length() != right.length()
        ? Integer.compare(left.length(), right.length())
        : left.compareTo(right);
  }

  /** As text that sorts as the numbers do: the count of digits in three, then the digits. */
  static String sortable(String sequence) {
    return "%03d%s".formatted(sequence.length(), sequence);
  }
}
