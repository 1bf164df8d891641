package io.dynamopatterns.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutationScriptTest {
  @Test
  void aCommitThatTheCloneDoesNotHaveFailsTheRun() {
    Command.Result result =
        new Command(Project.root(), Map.of())
            .run(Duration.ofSeconds(30), List.of(".ci/mutation", "0".repeat(40)));

    assertThat(result.exitCode()).as(result.all()).isEqualTo(2);
    assertThat(result.errors()).contains("no commit 0000");
  }

  /** The line has what a table and a pattern must escape. */
  @Test
  void aChangeThatSurvivesMustBeListedWithItsReason(@TempDir Path root) throws IOException {
    Path module = root.resolve("store");
    Files.createDirectories(module.resolve("src/main/java/io/shop"));
    Files.writeString(
        module.resolve("src/main/java/io/shop/Shop.java"), "class Shop {\n  a || b;\n}\n");
    Path report = module.resolve("target/pit-reports/mutations.xml");
    Files.createDirectories(report.getParent());
    Files.writeString(
        report,
        """
        <mutations>
        <mutation status='SURVIVED'><sourceFile>Shop.java</sourceFile>
        <mutatedClass>io.shop.Shop$Till</mutatedClass><mutatedMethod>lambda$open$3</mutatedMethod>
        <lineNumber>2</lineNumber>
        <description>removed call to io/shop/Till::close</description></mutation>
        </mutations>
        """);
    String row = "| `Shop.Till.open` | `a \\|\\| b;` | removed call to Till.close |";
    Path list = root.resolve("list.md");

    Files.writeString(list, "### `other`\n" + row + " it is so |\n### `store`\n");
    assertThat(survivors(root).exitCode()).isEqualTo(1);
    assertThat(survivors(root).output()).contains("survives and is not listed: " + row);

    Files.writeString(list, "### `store`\n" + row + " |\n");
    assertThat(survivors(root).errors()).contains("a row must have", "a reason");

    Files.writeString(list, "### `store`\n" + row + " it is so |\n");
    assertThat(survivors(root).exitCode()).as(survivors(root).all()).isZero();

    Files.writeString(report, Files.readString(report).replace("SURVIVED", "KILLED"));
    assertThat(survivors(root).output()).contains("listed, and noticed by a test now: " + row);
    Files.writeString(report, Files.readString(report).replace("Till::close", "Till::shut"));
    assertThat(survivors(root).exitCode()).as("a row of a line that has changed").isEqualTo(1);
  }

  private static Command.Result survivors(Path root) {
    return new Command(root, Map.of())
        .run(
            Duration.ofSeconds(60),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Project.root().resolve(".ci/Survivors.java").toString(),
                "list.md",
                "store"));
  }
}
