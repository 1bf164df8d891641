package io.dynamopatterns.e2e.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the deployed jars may weigh and hold, and that anyone can build the same bytes. */
class FunctionJarIT {
  /**
   * What each has today and a little; the clients of EventBridge, Kinesis and S3 make the
   * difference.
   */
  private static final Map<String, Long> MAX_BYTES =
      Map.of(
          "aggregator-fn.jar", 17_100_000L,
          "periodic-fn.jar", 15_000_000L,
          "eventstore-fn.jar", 14_400_000L,
          "fanout-fn.jar", 19_300_000L,
          "history-fn.jar", 13_200_000L,
          "processor-fn.jar", 21_600_000L,
          "page-hits-fn.jar", 13_200_000L);

  /** Each costs megabytes and cold start. */
  private static final List<String> UNWANTED =
      List.of(
          "software/amazon/awssdk/http/apache/",
          "software/amazon/awssdk/http/nio/netty/",
          "org/apache/http/",
          "io/netty/",
          "com/fasterxml/jackson/databind/",
          "ch/qos/logback/",
          "reactor/core/");

  /** AWS's event-ruler, which matches the fan-out's filters and a rule's pattern, needs it. */
  private static final Map<String, String> NEEDED =
      Map.of(
          "aggregator-fn.jar", "com/fasterxml/jackson/databind/",
          "fanout-fn.jar", "com/fasterxml/jackson/databind/");

  static List<Path> jars() {
    return Project.jars();
  }

  @ParameterizedTest
  @MethodSource("jars")
  void isSmallAndFreeOfWhatItDoesNotNeed(Path jar) throws IOException {
    String file = jar.getFileName().toString();
    assertThat(Files.size(jar)).isLessThanOrEqualTo(MAX_BYTES.get(file));
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .noneMatch(
              name ->
                  UNWANTED.stream()
                      .filter(unwanted -> !unwanted.equals(NEEDED.get(file)))
                      .anyMatch(name::startsWith));
    }
  }

  @Test
  void aSecondBuildOfTheSameSourcesHasTheSameBytes() throws Exception {
    Path copy = Files.createTempDirectory(Path.of("target"), "rebuild-").toAbsolutePath();
    Command git = new Command(Project.root(), Map.of());
    Command.Result files =
        git.run(
            Duration.ofMinutes(1),
            List.of("git", "ls-files", "--cached", "--others", "--exclude-standard"));
    assertThat(files.exitCode()).as(files.all()).isZero();
    for (String file : files.output().lines().toList()) {
      Path source = Project.root().resolve(file);
      if (Files.isRegularFile(source)) {
        Files.createDirectories(copy.resolve(file).getParent());
        Files.copy(source, copy.resolve(file));
      }
    }

    Command.Result build =
        new Command(copy, Map.of())
            .run(
                Duration.ofMinutes(5),
                List.of(
                    "mvn",
                    "--offline",
                    "--quiet",
                    "--batch-mode",
                    "-Dmaven.test.skip=true",
                    "-Dspotless.check.skip=true",
                    "--projects",
                    String.join(",", Project.FUNCTION_MODULES),
                    "--also-make",
                    "package"));

    assertThat(build.exitCode()).as(build.all()).isZero();
    for (Path jar : jars()) {
      Path rebuilt = copy.resolve(Project.root().relativize(jar).toString());
      assertThat(sha256(rebuilt)).as(jar.toString()).isEqualTo(sha256(jar));
    }
  }

  private static String sha256(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return "%064x".formatted(new BigInteger(1, digest));
  }
}
