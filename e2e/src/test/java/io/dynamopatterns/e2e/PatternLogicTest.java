package io.dynamopatterns.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Where the classes of Lambda may be used: in handlers, where {@code common} reads events, and
 * where an HTTP API reads requests and writes answers.
 */
class PatternLogicTest {
  private static final String LAMBDA = "com.amazonaws.services.lambda";

  private static final List<String> READERS_OF_EVENTS =
      List.of(
          "io/dynamopatterns/common/delivery/",
          "io/dynamopatterns/common/invocation/",
          "io/dynamopatterns/common/priming/",
          "io/dynamopatterns/examples/coupons/http/");

  @Test
  void noClassKnowsLambdaButHandlersAndTheReadersOfEvents() throws IOException {
    List<Path> sources = sources();
    assertThat(sources).as("all modules are read").hasSizeGreaterThan(300);

    assertThat(sources)
        .filteredOn(source -> !mayKnowLambda(source))
        .filteredOn(source -> text(source).contains(LAMBDA))
        .isEmpty();
  }

  private static boolean mayKnowLambda(Path source) {
    String name = source.toString().replace('\\', '/');
    return name.endsWith("Handler.java")
        || name.endsWith("Api.java")
        || READERS_OF_EVENTS.stream().anyMatch(name::contains);
  }

  /** The main sources of common, the patterns and the examples; local and sim play Lambda. */
  private static List<Path> sources() throws IOException {
    try (Stream<Path> modules =
        Stream.concat(Files.list(Project.root()), Files.list(Project.root().resolve("examples")))) {
      return modules
          .filter(module -> module.endsWith("common") || module.toString().endsWith("-fn"))
          .flatMap(module -> javaFiles(module.resolve("src/main/java")))
          .toList();
    }
  }

  private static Stream<Path> javaFiles(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
