package io.dynamopatterns.history.kit;

import java.util.Random;

/** Text that hardly compresses. */
public final class Noise {
  private Noise() {}

  public static String text(int length, long seed) {
    StringBuilder text = new StringBuilder(length);
    new Random(seed).ints(length, ' ', '~').forEach(c -> text.append((char) c));
    return text.toString();
  }
}
