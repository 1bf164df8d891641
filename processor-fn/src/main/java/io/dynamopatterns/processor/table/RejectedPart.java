package io.dynamopatterns.processor.table;

/**
 * A part of some work that cannot be done, while the rest can: a line that is malformed, or too
 * long.
 *
 * @param number which part
 * @param reason what is wrong with it; a long one is cut, as it may quote the part
 */
public record RejectedPart(long number, String reason) {
  private static final int MAX_REASON = 1000;

  public RejectedPart {
    if (reason.length() > MAX_REASON) {
      reason = reason.substring(0, MAX_REASON) + "…";
    }
  }
}
