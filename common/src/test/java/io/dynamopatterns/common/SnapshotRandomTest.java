package io.dynamopatterns.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a SnapStart snapshot would copy into every function that is restored from it. */
class SnapshotRandomTest {
  private static final Path REPOSITORY = Path.of("..");

  /** Their seed is part of the snapshot. {@code SecureRandom} asks the operating system. */
  private static final Pattern SEEDED =
      Pattern.compile(
          "ThreadLocalRandom|SplittableRandom|Math\\.random|\\bRandom\\(|java\\.util\\.Random\\b|Collections\\.shuffle|RandomGenerator|RandomStringUtils");

  /** Drawn once and kept in a static field, an identity is the same in every restored function. */
  private static final Pattern STATIC_IDENTITY =
      Pattern.compile(
          "static [^;()]*= *(UUID\\.randomUUID|Instant\\.now|System\\.(nano|currentTime))");

  @Test
  void noFunctionDrawsFromAGeneratorThatItsSnapshotCopies() throws IOException {
    assertThat(sourcesWith(SEEDED)).isEmpty();
  }

  @Test
  void noFunctionKeepsAnIdentityOrATimeOfItsInitialization() throws IOException {
    assertThat(sourcesWith(STATIC_IDENTITY)).isEmpty();
  }

  private static List<Path> sourcesWith(Pattern pattern) throws IOException {
    try (Stream<Path> files = Files.walk(REPOSITORY, 16)) {
      List<Path> sources = files.filter(SnapshotRandomTest::isOfAFunction).toList();
      assertThat(sources).hasSizeGreaterThan(100);
      return sources.stream().filter(file -> pattern.matcher(text(file)).find()).toList();
    }
  }

  private static boolean isOfAFunction(Path file) {
    String path = REPOSITORY.relativize(file).toString().replace('\\', '/');
    return path.matches("(common|dax|[a-z]+-fn|examples/[a-z-]+)/src/main/java/.*\\.java");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
