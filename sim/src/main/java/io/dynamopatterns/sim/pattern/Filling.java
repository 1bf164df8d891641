package io.dynamopatterns.sim.pattern;

/** What makes items and events large. */
public final class Filling {
  private Filling() {}

  /** Text of at least this size that does not compress to nothing. */
  public static String of(int size) {
    StringBuilder text = new StringBuilder(size);
    long number = size;
    while (text.length() < size) {
      number = number * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
      text.append(Long.toString(number & Long.MAX_VALUE, Character.MAX_RADIX));
    }
    return text.toString();
  }
}
