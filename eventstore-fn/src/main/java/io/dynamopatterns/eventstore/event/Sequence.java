package io.dynamopatterns.eventstore.event;

/** Sequence numbers of Kinesis: decimal numbers of up to 129 digits, rising within a shard. */
public final class Sequence {
  /** Below every sequence number. */
  public static final String NONE = "0";

  private static final int MOST_DIGITS = 129;

  private Sequence() {}

  /**
   * Requires a sequence number.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static String require(String sequence) {
    if (sequence == null || !isNumber(sequence)) {
      throw new IllegalArgumentException(
          "a sequence number is a whole number of up to 129 digits, not '" + sequence + "'");
    }
    return sequence;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MOST_DIGITS
        && (text.charAt(0) != '0' || text.length() == 1)
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  public static int compare(String left, String right) {
    return left.length() != right.length()
        ? Integer.compare(left.length(), right.length())
        : left.compareTo(right);
  }

  /** As text that sorts as the numbers do: the count of digits in three, then the digits. */
  static String sortable(String sequence) {
    int digits = sequence.length();
    return (digits < 10 ? "00" : digits < 100 ? "0" : "") + digits + sequence;
  }
}
