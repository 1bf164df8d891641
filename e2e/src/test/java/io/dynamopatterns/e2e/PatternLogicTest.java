package io.dynamopatterns.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Where the classes of Lambda may be used: in handlers, where {@code common} reads events, and
 * where an HTTP API reads requests and writes answers. And where a pattern may use its table.
 */
class PatternLogicTest {
  private static final String LAMBDA = "com.amazonaws.services.lambda";

  /** A request's expression, a value made for the table, or an attribute taken by its name. */
  private static final Pattern OF_A_TABLE =
      Pattern.compile(
          "\\w+Expression\\(|AttributeValue\\.from[A-Z]|get\\(\"\\w+\"\\)\\.(?:s|n|b|m|l|bool)\\(\\)");

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

  /** Two classes of the history are about items of tables that are not its own. */
  @Test
  void onlyTheTablePackagesReadAttributesAndHaveExpressions() throws IOException {
    assertThat(sources())
        .filteredOn(source -> source.toString().contains("-fn/"))
        .filteredOn(source -> !source.getParent().endsWith("table"))
        .filteredOn(source -> !source.endsWith("history/restore/RestoreFunction.java"))
        .filteredOn(source -> !source.endsWith("history/entry/ItemKey.java"))
        .filteredOn(source -> OF_A_TABLE.matcher(text(source)).find())
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
