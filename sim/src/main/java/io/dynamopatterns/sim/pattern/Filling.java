package io.dynamopatterns.sim.pattern;

/** What makes items and events large: text that does not compress to nothing. */
public final class Filling {
  private static final int MOST = 1_000_000;
  private static final String TEXT = text();

  private Filling() {}

  /**
   * @param size of the text, at most a million
   */
  public static String of(int size) {
    return TEXT.substring(MOST - size);
  }

  private static String text() {
    StringBuilder text = new StringBuilder(MOST);
    long number = MOST;
    while (text.length() < MOST) {
      number = number * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
      text.append(Long.toString(number & Long.MAX_VALUE, Character.MAX_RADIX));
    }
    return text.substring(0, MOST);
  }
}
