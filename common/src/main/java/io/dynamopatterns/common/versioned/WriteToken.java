package io.dynamopatterns.common.versioned;

/**
 * Names one write, so that a writer whose answer was lost can tell whether it was applied.
 *
 * @param writer who writes; one writer has at most one write under way
 * @param stamp the writer's clock in epoch milliseconds, rising with each of its writes
 * @param version the version that the write gives to the item
 */
record WriteToken(String writer, long stamp, long version) {
  private static final int RADIX = Character.MAX_RADIX;

  static WriteToken parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not a write token: " + text);
    }
    return new WriteToken(
        parts[0], Long.parseLong(parts[1], RADIX), Long.parseLong(parts[2], RADIX));
  }

  /** Names the write among all writes of all writers. */
  String name() {
    return writer + ':' + Long.toString(stamp, RADIX);
  }

  @Override
  public String toString() {
    return name() + ':' + Long.toString(version, RADIX);
  }
}
