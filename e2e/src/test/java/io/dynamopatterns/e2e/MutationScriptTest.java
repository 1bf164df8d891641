package io.dynamopatterns.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutationScriptTest {
  /** The line of the source has what a table and a pattern must escape. */
  private static final String ROW =
      "| `Shop.Till.open` | `a \\|\\| b;` | removed call to Till.close |";

  private static final String LISTED = ROW + " it is so |\n";

  @TempDir static Path compiled;
  @TempDir Path root;

  @BeforeAll
  static void compile() {
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                compiled.toString(),
                Project.root().resolve(".ci/Survivors.java").toString());
    assertThat(errors).isZero();
  }

  @BeforeEach
  void writeSources() throws IOException {
    Path sources = Files.createDirectories(root.resolve("store/src/main/java/io/shop"));
    Files.writeString(sources.resolve("Shop.java"), "class Shop {\n  a || b;\n}\n");
  }

  @Test
  void aCommitThatTheCloneDoesNotHaveFailsTheRun() {
    Command.Result result =
        new Command(Project.root(), Map.of())
            .run(Duration.ofSeconds(30), List.of(".ci/mutation", "0".repeat(40)));

    assertThat(result.exitCode()).as(result.all()).isEqualTo(2);
    assertThat(result.errors()).contains("no commit 0000");
  }

  @Test
  void aChangeThatSurvivesMustBeListedWithItsReason() throws IOException {
    report("SURVIVED");

    list("### `other`\n" + LISTED + "### `store`\n");
    Command.Result unlisted = survivors("store");
    assertThat(unlisted.exitCode()).isEqualTo(1);
    assertThat(unlisted.output()).contains("survives and is not listed: " + ROW);

    list("### `store`\n" + ROW + " |\n");
    assertThat(survivors("store").errors()).contains("a row must have", "a reason");

    list("### `store`\n" + LISTED);
    assertThat(survivors("store")).satisfies(MutationScriptTest::passes);

    report("KILLED");
    assertThat(survivors("store").output()).contains("listed, and noticed by a test now: " + ROW);
  }

  @Test
  void aModuleWithoutASectionFails() throws IOException {
    report("KILLED");

    list("### store\n### `other`\n");
    Command.Result result = survivors("store");

    assertThat(result.exitCode()).as(result.all()).isEqualTo(1);
    assertThat(result.errors()).contains("has no section for store");

    list("### `store`\n");
    assertThat(survivors("store")).satisfies(MutationScriptTest::passes);
  }

  @Test
  void aWholeModuleWithoutAnyChangeFails() throws IOException {
    list("### `store`\n");

    assertThat(survivors("store")).as("changed classes").satisfies(MutationScriptTest::passes);
    assertThat(survivors("--module", "store").exitCode()).as("no report").isEqualTo(1);

    report();
    assertThat(survivors("--module", "store").exitCode()).as("an empty report").isEqualTo(1);
  }

  @Test
  void aRowMustNameALineOfTheCode() throws IOException {
    report("SURVIVED");

    list("### `store`\n" + LISTED + LISTED.replace("a \\|", "was \\|"));
    assertThat(survivors("store").exitCode()).as("a line that has changed").isEqualTo(1);

    String deleted = LISTED.replace("Shop.", "Store.");
    list("### `store`\n" + LISTED + deleted);
    assertThat(survivors("store"))
        .as("a class that was not asked")
        .satisfies(MutationScriptTest::passes);
    Command.Result whole = survivors("--module", "store");
    assertThat(whole.exitCode()).as("a class that no longer exists").isEqualTo(1);
    assertThat(whole.output()).contains("listed, and not in the code: | `Store.Till.open`");
  }

  @Test
  void aChangeThatPitDidNotTestIsNotNoticed() throws IOException {
    list("### `store`\n" + LISTED.repeat(4));
    report(
        "KILLED TIMED_OUT MEMORY_ERROR NON_VIABLE RUN_ERROR SURVIVED NO_COVERAGE NOT_STARTED STARTED"
            .split(" "));

    assertThat(survivors("store").output()).contains("| `store` | 9 | 5 | 2 | 3 | 1 | 55 % |");
  }

  @Test
  void eachModuleWithMutationTestsHasASectionAndANight() throws IOException {
    List<String> modules = List.copyOf(settings("classes").keySet());

    assertThat(matches("docs/mutation.md", "(?m)^### `(.*)`$"))
        .containsExactlyInAnyOrderElementsOf(modules);
    assertThat(matches(".github/workflows/mutation.yml", "(?m)^ {10}- ([a-z].*)$"))
        .containsExactlyInAnyOrderElementsOf(modules);
  }

  /** PIT takes no notice of a pattern that matches nothing. */
  @Test
  void eachPatternOfTheScopeNamesAClass() throws IOException {
    assertThat(withoutAClass("src/main/java", settings("classes"))).isEmpty();
    assertThat(withoutAClass("src/test/java", settings("not-asked"))).isEmpty();
  }

  private static List<String> withoutAClass(String sources, Map<String, List<String>> patterns)
      throws IOException {
    List<String> left = new ArrayList<>();
    for (Map.Entry<String, List<String>> module : patterns.entrySet()) {
      Path directory = Project.root().resolve(module.getKey()).resolve(sources);
      List<String> classes;
      try (Stream<Path> files = Files.walk(directory)) {
        classes =
            files
                .map(file -> directory.relativize(file).toString().replace('/', '.'))
                .filter(file -> file.endsWith(".java"))
                .map(file -> file.substring(0, file.length() - ".java".length()))
                .toList();
      }
      for (String pattern : module.getValue()) {
        String expression = pattern.replace(".", "\\.").replace("*", ".*");
        if (classes.stream().noneMatch(each -> each.matches(expression))) {
          left.add(module.getKey() + ": " + pattern);
        }
      }
    }
    return left;
  }

  /** The values of a setting of the modules that run mutation tests. */
  private static Map<String, List<String>> settings(String name) throws IOException {
    Map<String, List<String>> settings = new TreeMap<>();
    try (Stream<Path> poms = Files.find(Project.root(), 3, MutationScriptTest::isPom)) {
      for (Path pom : poms.toList()) {
        String module = Project.root().relativize(pom.getParent()).toString();
        for (String value : matches(pom.toString(), "<mutation." + name + ">(.*)</mutation")) {
          settings.put(module, List.of(value.split(",")));
        }
      }
    }
    assertThat(settings).isNotEmpty();
    return settings;
  }

  private static boolean isPom(Path file, Object attributes) {
    return file.endsWith("pom.xml");
  }

  private static List<String> matches(String file, String expression) throws IOException {
    Matcher matcher =
        Pattern.compile(expression).matcher(Files.readString(Project.root().resolve(file)));
    return matcher.results().map(each -> each.group(1)).toList();
  }

  /** A report in which the one line was changed once for each status. */
  private void report(String... statuses) throws IOException {
    StringBuilder report = new StringBuilder("<mutations>");
    for (String status : statuses) {
      report.append(
          """
          <mutation status='%s'><sourceFile>Shop.java</sourceFile>
          <mutatedClass>io.shop.Shop$Till</mutatedClass><mutatedMethod>lambda$open$3</mutatedMethod>
          <lineNumber>2</lineNumber>
          <description>removed call to io/shop/Till::close</description></mutation>
          """
              .formatted(status));
    }
    Path reports = Files.createDirectories(root.resolve("store/target/pit-reports"));
    Files.writeString(reports.resolve("mutations.xml"), report.append("</mutations>"));
  }

  private void list(String text) throws IOException {
    Files.writeString(root.resolve("list.md"), text);
  }

  private Command.Result survivors(String... modules) {
    List<String> command =
        new ArrayList<>(List.of(Project.java(), "-cp", compiled.toString(), "Survivors"));
    command.add("list.md");
    command.addAll(List.of(modules));
    return new Command(root, Map.of()).run(Duration.ofSeconds(60), command);
  }

  private static void passes(Command.Result result) {
    assertThat(result.exitCode()).as(result.all()).isZero();
  }
}
