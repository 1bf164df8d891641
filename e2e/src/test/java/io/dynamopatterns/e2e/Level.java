package io.dynamopatterns.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * A level of tests that needs more of the machine than a JDK. Where it cannot run, its tests are
 * skipped and say why; where it is required, they fail instead. The variable {@code
 * REQUIRED_TEST_LEVELS} names the required ones, for example {@code runtime,terraform}.
 */
public enum Level {
  /** AWS's Java runtime interface client, which is native code for Linux. */
  RUNTIME,
  /** Terraform with the AWS provider, and moto's server. */
  TERRAFORM,
  /**
   * Docker's engine, for emulators; asked for by Maven's profiles {@code localstack} and {@code
   * floci} only.
   */
  DOCKER;

  private static final String REQUIRED = "REQUIRED_TEST_LEVELS";

  /**
   * Whether the level can run here; where it cannot, this is said. For {@code @EnabledIf} of a
   * class: Maven's summary counts its tests as skipped, and counts none of a class that gives up
   * before its first test.
   *
   * @param missing what is missing, in words
   * @throws AssertionError if it cannot though it is required
   */
  public boolean canRun(boolean hasTools, String missing) {
    String required = System.getenv().getOrDefault(REQUIRED, "");
    if (List.of(required.toLowerCase().split(",")).contains(name().toLowerCase())) {
      assertThat(hasTools).as("level %s is required by %s: %s", this, REQUIRED, missing).isTrue();
    }
    if (!hasTools) {
      // Surefire does not show why a whole class is skipped.
      System.out.printf("SKIPPED: level %s of the tests: %s%n", this, missing);
    }
    return hasTools;
  }
}
