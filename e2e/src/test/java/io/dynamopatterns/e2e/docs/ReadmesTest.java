package io.dynamopatterns.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A reader who knows one pattern's README finds the way in all of them. */
class ReadmesTest {
  /** The sections in their order; those with a question mark are where a pattern has them. */
  private static final List<String> SECTIONS =
      List.of(
          "What it guarantees",
          "How it works",
          "How to turn it on",
          "Settings",
          "Events?",
          "Requests and answers?",
          "What can go wrong",
          "What it costs",
          "Step Functions and durable functions?",
          "Permissions");

  static Stream<String> patterns() {
    return Project.FUNCTION_MODULES.stream().filter(module -> !module.contains("/"));
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void theReadmesOfThePatternsHaveTheSameSectionsInTheSameOrder(String pattern) throws IOException {
    String readme = Files.readString(Project.root().resolve(pattern).resolve("README.md"));
    List<String> headings =
        readme
            .lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    List<String> expected = new ArrayList<>();
    for (String section : SECTIONS) {
      String name = section.replace("?", "");
      if (!section.endsWith("?") || headings.contains(name)) {
        expected.add(name);
      }
    }

    assertThat(headings).isEqualTo(expected);
    assertThat(readme).startsWith("# " + pattern + "\n\n**What it is for.** ");
    assertThat(readme).contains("\n**When not to use it.**");
    assertThat(readme).contains("](../docs/images/diagram-" + pattern.replace("-fn", "") + ".svg)");
  }
}
