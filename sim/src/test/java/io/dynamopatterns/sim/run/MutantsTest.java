package io.dynamopatterns.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The patches of {@code sim/mutants}, which are applied every night only. */
class MutantsTest {
  private static final Path MUTANTS = Path.of("src/test/mutants");
  private static final String PATCH = ".patch";

  static Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(MUTANTS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(PATCH))
          .map(file -> file.substring(0, file.length() - PATCH.length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void eachPatchFitsTheCode(String name) throws IOException {
    List<String> changed = new ArrayList<>();
    String code = "";
    for (String line : Files.readAllLines(MUTANTS.resolve(name + PATCH))) {
      if (line.startsWith("--- a/")) {
        code = Files.readString(Path.of("..").resolve(line.substring("--- a/".length())));
      } else if (line.startsWith("@@")) {
        changed.add(code);
        changed.add("");
      } else if (!changed.isEmpty() && !line.startsWith("+")) {
        changed.add(changed.removeLast() + line.substring(1) + "\n");
      }
    }
    assertThat(changed).isNotEmpty();
    for (int i = 0; i < changed.size(); i += 2) {
      assertThat(changed.get(i)).contains(changed.get(i + 1));
    }
  }

  /** The names of writers are random: no history is the guard's alone. */
  private static final String SOUGHT_EVERY_NIGHT = "versioned-names-before-restore";

  @Test
  void eachPatchHasAHistoryOrIsSoughtEveryNight() throws IOException {
    Set<String> named = new TreeSet<>(Files.readAllLines(MUTANTS.resolve("unseen")));
    named.add(SOUGHT_EVERY_NIGHT);
    for (String line : Files.readAllLines(Path.of("src/test/resources/regressions.txt"))) {
      if (line.startsWith("./simulate") && !line.split("\\|")[1].isBlank()) {
        named.add(line.split("\\|")[1].strip());
      }
    }
    assertThat(named).containsExactlyInAnyOrderElementsOf(names().toList());
  }
}
