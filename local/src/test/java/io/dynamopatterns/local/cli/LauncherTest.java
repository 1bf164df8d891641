package io.dynamopatterns.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code ./fleet} builds before it starts: the script itself, over the project's own poms,
 * with a Maven that only notes what it is asked for and a JDK that only exits.
 */
class LauncherTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final String ALL =
      "aggregator-fn eventstore-fn examples/coupons-fn examples/page-hits-fn fanout-fn history-fn periodic-fn processor-fn";

  @TempDir Path directory;
  private Path home;
  private Path tools;
  private Path asked;

  @BeforeEach
  void aProjectWithItsPomsAndOneSourceInEachModule() throws Exception {
    home = Files.createDirectories(directory.resolve("with space"));
    tools = Files.createDirectories(directory.resolve("tools"));
    asked = directory.resolve("asked");
    Files.copy(PROJECT.resolve("fleet"), home.resolve("fleet"));
    copy("pom.xml");
    for (String module : modules()) {
      copy(module + "/pom.xml");
      Path source = home.resolve(module).resolve("src/main/java/Source.java");
      Files.createDirectories(source.getParent());
      Files.writeString(source, "");
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
      }
    }
    script(
        "mvn",
        """
        while [ "$1" != -pl ]; do shift; done
        echo "$2" > '%s'
        for module in $(echo "$2" | tr , ' '); do
          mkdir -p "$module/target"
          case $module in
            local) touch local/target/fleet.classpath ;;
            *) touch "$module/target/$(basename "$module").jar" ;;
          esac
          [ -z "${EDIT_MEANWHILE:-}" ] || touch "$EDIT_MEANWHILE"
        done
        """
            .formatted(asked));
    script("jdk/bin/java", "exit 0\n");
    script("jdk/bin/javac", "exit 0\n");
    Files.writeString(tools.resolve("jdk/release"), "JAVA_VERSION=\"21.0.1\"\n");
  }

  @Test
  void theFirstStartBuildsAllAndTheNextNothing() throws Exception {
    assertThat(built()).isEqualTo("local " + ALL);
    assertThat(built()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "common/src/main/java/Source.java," + ALL,
    "common/pom.xml," + ALL,
    "pom.xml,local " + ALL,
    "local/src/main/java/Source.java,local",
    "eventstore-fn/src/main/java/Source.java,eventstore-fn processor-fn",
    "eventstore-fn/pom.xml,eventstore-fn processor-fn",
    "history-fn/src/main/java/Source.java,fanout-fn history-fn",
    "processor-fn/src/main/java/Source.java,processor-fn",
    "fanout-fn/src/main/java/Source.java,fanout-fn",
    "examples/page-hits-fn/src/main/java/Source.java,examples/page-hits-fn",
    "dax/src/main/java/Source.java,examples/coupons-fn",
    "aggregator-fn/src/main/java/New.java,aggregator-fn"
  })
  void aChangeRebuildsEveryJarThatContainsIt(String file, String modules) throws Exception {
    built();

    Path changed = home.resolve(file);
    if (Files.notExists(changed)) {
      Files.writeString(changed, "");
    }
    Files.setLastModifiedTime(changed, FileTime.from(Instant.now().plusSeconds(1)));

    assertThat(built()).isEqualTo(modules);
  }

  @Test
  void aCommandThatRunsNoFunctionBuildsNoJar() throws Exception {
    Files.deleteIfExists(asked);
    assertThat(start("new", "NONE", "")).isZero();
    assertThat(asked).content().isEqualToIgnoringNewLines("local");
  }

  @Test
  void aSourceThatIsDeletedRebuildsToo() throws Exception {
    built();
    Path source = home.resolve("history-fn/src/main/java/Source.java");
    Files.delete(source);
    Files.setLastModifiedTime(source.getParent(), FileTime.from(Instant.now().plusSeconds(1)));
    assertThat(built()).isEqualTo("fanout-fn history-fn");
  }

  @Test
  void aSourceThatChangesDuringTheBuildIsBuiltByTheNextStart() throws Exception {
    start("EDIT_MEANWHILE", home.resolve("periodic-fn/src/main/java/Source.java").toString());
    assertThat(built()).isEqualTo("periodic-fn");
    assertThat(built()).isEmpty();
  }

  @Test
  void aFailedBuildEndsTheStartAndIsTriedAgain() throws Exception {
    script("mvn", "exit 1\n");
    assertThat(start("NONE", "")).isEqualTo(1);
    assertThat(home.resolve("local/target/fleet.classpath")).doesNotExist();
  }

  /** The modules that the start built, sorted. */
  private String built() throws Exception {
    Files.deleteIfExists(asked);
    assertThat(start("NONE", "")).isZero();
    if (Files.notExists(asked)) {
      return "";
    }
    List<String> modules = List.of(Files.readString(asked).strip().split(","));
    TreeSet<String> sorted = new TreeSet<>(modules);
    List<String> localFirst = new ArrayList<>();
    if (sorted.remove("local")) {
      localFirst.add("local");
    }
    localFirst.addAll(sorted);
    return String.join(" ", localFirst);
  }

  private int start(String variable, String value) throws Exception {
    return start("run", variable, value);
  }

  private int start(String fleetCommand, String variable, String value) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", home.resolve("fleet").toString(), fleetCommand)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile());
    builder.environment().put("JAVA_HOME", tools.resolve("jdk").toString());
    builder.environment().merge("PATH", tools + ":", (path, own) -> own + path);
    builder.environment().put(variable, value);
    return builder.start().waitFor();
  }

  private void copy(String file) throws IOException {
    Files.createDirectories(home.resolve(file).getParent());
    Files.copy(PROJECT.resolve(file), home.resolve(file));
  }

  private void script(String name, String body) throws IOException {
    Path file = tools.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\nset -e\n" + body);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static List<String> modules() throws IOException {
    return Files.readAllLines(PROJECT.resolve("pom.xml")).stream()
        .filter(line -> line.strip().startsWith("<module>"))
        .map(line -> line.strip().replaceAll("</?module>", ""))
        .toList();
  }
}
