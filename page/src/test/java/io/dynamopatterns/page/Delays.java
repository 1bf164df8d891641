package io.dynamopatterns.page;

import java.util.Random;

/**
 * Answers that come late, where a seed is given: {@code -Dpage.delays=1}. A browser test that
 * depends on their order or on time fails then.
 */
public final class Delays {
  private static final Long SEED = Long.getLong("page.delays");
  private static final int MOST_MILLISECONDS = 300;
  private static final Random RANDOM = new Random(SEED == null ? 0 : SEED);

  private Delays() {}

  /** Waits before an answer, if a seed is given. */
  public static void await() {
    if (SEED != null) {
      sleep(RANDOM.nextInt(MOST_MILLISECONDS));
    }
  }

  public static void sleep(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
