package io.dynamopatterns.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PatternTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path STATE =
      Path.of("../local/src/main/resources/io/dynamopatterns/local/state/dev-state.json");

  private static final java.util.regex.Pattern CALL =
      java.util.regex.Pattern.compile("Pattern\\.([A-Z]+), *\"([a-z]+)\"");

  @Test
  void eachFunctionThatAnOperationCallsIsDeployedWithItsHandler() throws Exception {
    List<String> called = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        CALL.matcher(Files.readString(file))
            .results()
            .map(PatternTest::handler)
            .forEach(called::add);
      }
    }

    assertThat(called).contains("io.dynamopatterns.history.RestoreHandler");
    assertThat(Json.parse(Files.readString(STATE)).findValuesAsText("handler")).containsAll(called);
  }

  private static String handler(MatchResult call) {
    return Pattern.valueOf(call.group(1)).handler(call.group(2));
  }
}
