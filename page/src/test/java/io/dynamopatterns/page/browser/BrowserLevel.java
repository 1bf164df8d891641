package io.dynamopatterns.page.browser;

import java.util.List;
import java.util.Locale;

/**
 * Tests that need Chromium. Without it they are skipped and say so; where {@code
 * REQUIRED_TEST_LEVELS} has {@code browser}, they fail.
 */
public final class BrowserLevel {
  private static final String REQUIRED = "REQUIRED_TEST_LEVELS";

  private BrowserLevel() {}

  /** For {@code @EnabledIf} of a class. */
  public static boolean canRun() {
    boolean found = Chromium.program().isPresent();
    String missing = "none of " + Chromium.PROGRAMS + " is installed";
    String required = System.getenv().getOrDefault(REQUIRED, "").toLowerCase(Locale.ROOT);
    if (!found && List.of(required.split(",")).contains("browser")) {
      throw new AssertionError("level BROWSER is required by " + REQUIRED + ": " + missing);
    }
    if (!found) {
      // Surefire does not show why a whole class is skipped.
      System.out.printf("SKIPPED: level BROWSER of the tests: %s%n", missing);
    }
    return found;
  }
}
