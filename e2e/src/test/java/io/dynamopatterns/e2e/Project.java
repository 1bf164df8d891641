package io.dynamopatterns.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The checkout under test. */
public final class Project {
  private Project() {}

  /** The root directory of the repository. */
  public static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("fleet")) || !Files.exists(directory.resolve("e2e"))) {
      directory = directory.getParent();
    }
    return directory;
  }

  /** The shaded jar of the history pattern. */
  public static Path historyJar() {
    return root().resolve("history-fn/target/history-fn.jar");
  }

  /** The shaded jar of the page hits example. */
  public static Path pageHitsJar() {
    return root().resolve("examples/page-hits-fn/target/page-hits-fn.jar");
  }

  /** The log of 10,000 real lines that lies beside some checkouts, and is never part of one. */
  public static Optional<Path> accessLog() {
    return Optional.of(root().resolveSibling("shared/data/access.log.gz")).filter(Files::exists);
  }

  /** The Java launcher that runs these tests. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
