package io.dynamopatterns.operations;

/** Rates as people write them. */
public final class Rates {
  private Rates() {}

  /**
   * A number of things a second, at least 1.
   *
   * @throws OperationException if it is none
   */
  public static int read(String perSecond) {
    if (!perSecond.matches("[1-9]\\d{0,5}")) {
      throw OperationException.request(
          "perSecond must be a number from 1 on, but is '%s'", perSecond);
    }
    return Integer.parseInt(perSecond);
  }
}
