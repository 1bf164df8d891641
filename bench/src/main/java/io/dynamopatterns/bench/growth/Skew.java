package io.dynamopatterns.bench.growth;

import java.util.Arrays;
import java.util.Random;

/**
 * Keys as traffic has them: by Zipf's law with exponent 1, the most frequent of a million is in 7 %
 * of all events. A key that is in more events a second than a limit is divided: a number after it
 * spreads its events over as many keys as that takes.
 */
final class Skew {
  static final int KEYS = 1_000_000;

  private final double[] upTo = new double[KEYS];
  private final Random random = new Random(1);
  private final double rate;
  private final double limit;

  /**
   * @param rate events a second of all keys
   * @param limit events a second of one key
   */
  Skew(double rate, double limit) {
    this.rate = rate;
    this.limit = limit;
    double sum = 0;
    for (int i = 0; i < KEYS; i++) {
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
  }

  /** The key of the next event, undivided. */
  int key() {
    int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[KEYS - 1]);
    return found < 0 ? -found - 1 : found;
  }

  /** The parts that a key needs. */
  int parts(int key) {
    return (int) Math.ceil(rate(key) / limit);
  }

  /** Events a second of a key. */
  double rate(int key) {
    return rate / (key + 1) / upTo[KEYS - 1];
  }

  /** The key of the next event as text, with the number of its part if it is divided. */
  String text(String prefix) {
    int key = key();
    int parts = parts(key);
    return parts == 1 ? prefix + key : prefix + key + '~' + random.nextInt(parts);
  }
}
