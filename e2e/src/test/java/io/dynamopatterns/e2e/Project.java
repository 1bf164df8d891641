package io.dynamopatterns.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /** The modules that build a function's jar. */
  public static final List<String> FUNCTION_MODULES =
      List.of(
          "aggregator-fn",
          "eventstore-fn",
          "fanout-fn",
          "history-fn",
          "periodic-fn",
          "processor-fn",
          "examples/coupons-fn",
          "examples/page-hits-fn");

  /** The shaded jars of all functions. */
  public static List<Path> jars() {
    return FUNCTION_MODULES.stream().map(Project::jar).toList();
  }

  /** The shaded jar of a module. */
  private static Path jar(String module) {
    Path directory = root().resolve(module);
    return directory.resolve("target").resolve(directory.getFileName() + ".jar");
  }

  /** The shaded jar of the history pattern. */
  public static Path historyJar() {
    return jar("history-fn");
  }

  /** The shaded jar of the page hits example. */
  public static Path pageHitsJar() {
    return jar("examples/page-hits-fn");
  }

  /** The shaded jar of the coupon app. */
  public static Path couponsJar() {
    return jar("examples/coupons-fn");
  }

  /** The shaded jar of this file name. */
  public static Path jarNamed(String fileName) {
    return jars().stream()
        .filter(jar -> jar.getFileName().toString().equals(fileName))
        .findFirst()
        .orElseThrow();
  }

  /** The log of 1,000 lines that ships with the fleet. */
  public static Path sampleLog() {
    return root().resolve("local/src/main/resources/io/dynamopatterns/local/log/sample-access.log");
  }

  /** The log of 10,000 real lines that exists beside some checkouts, and is never part of one. */
  public static Optional<Path> accessLog() {
    return Optional.of(root().resolveSibling("shared/data/access.log.gz")).filter(Files::exists);
  }

  /** The Java launcher that runs these tests. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
