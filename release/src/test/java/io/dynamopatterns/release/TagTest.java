package io.dynamopatterns.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code release/tag} in a small repository. */
class TagTest {
  private record Run(int exitCode, String output) {}

  @TempDir private Path repository;

  @BeforeEach
  void repository() throws Exception {
    write("bom/pom.xml", "<project>\n  <version>0.1.0-SNAPSHOT</version>\n</project>\n");
    write("common/pom.xml", "<parent><version>0.1.0-SNAPSHOT</version></parent>\n<x>0.1.0.1</x>\n");
    write("CHANGELOG.md", "# Changelog\n\n## 0.1.0 (unreleased)\n\n- All of it.\n");
    write("release/tag", Files.readString(Path.of("tag")));
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "Test");
    git("config", "user.email", "test@example.com");
    git("add", "--all");
    git("commit", "--quiet", "--message=First");
  }

  @Test
  void theTaggedCommitHasTheVersionInEveryPomAndADatedChangelog() throws Exception {
    Run run = tag("0.1.0", "0.2.0");

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.output()).endsWith("git push --atomic origin main v0.1.0\n");
    assertThat(git("show", "v0.1.0:bom/pom.xml")).contains("<version>0.1.0</version>");
    assertThat(git("show", "v0.1.0:common/pom.xml"))
        .isEqualTo("<parent><version>0.1.0</version></parent>\n<x>0.1.0.1</x>\n");
    assertThat(git("show", "v0.1.0:CHANGELOG.md"))
        .containsPattern("## 0\\.1\\.0 \\(\\d{4}-\\d\\d-\\d\\d\\)\n\n- All of it\\.");
  }

  @Test
  void theCommitAfterItBeginsTheNextVersion() throws Exception {
    tag("0.1.0", "0.2.0");

    assertThat(git("log", "--format=%s")).isEqualTo("Begin 0.2.0\nRelease 0.1.0\nFirst\n");
    assertThat(git("status", "--porcelain")).isEmpty();
    assertThat(repository.resolve("common/pom.xml")).content().contains(">0.2.0-SNAPSHOT<");
    assertThat(repository.resolve("CHANGELOG.md"))
        .content()
        .containsPattern("# Changelog\n\n## 0\\.2\\.0 \\(unreleased\\)\n\n## 0\\.1\\.0 \\(2");
  }

  @Test
  void whatNamesTheLastReleaseNamesThisOne() throws Exception {
    write("README.md", "source = \"git::x?ref=v0.1.0\", <version>0.1.0</version>, since 0.1.0\n");
    git("add", "--all");
    git("commit", "--quiet", "--message=Second");
    tag("0.1.0", "0.2.0");

    Run run = tag("0.2.0", "0.3.0");

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(git("show", "v0.1.0:README.md")).contains("ref=v0.1.0", ">0.1.0<");
    assertThat(git("show", "v0.2.0:README.md"))
        .isEqualTo("source = \"git::x?ref=v0.2.0\", <version>0.2.0</version>, since 0.1.0\n");
    assertThat(git("show", "v0.2.0:CHANGELOG.md")).contains("## 0.1.0 (2");
  }

  @Test
  void aReleaseThatCannotBeRightChangesNothing() throws Exception {
    assertRefused(tag("0.1.0"), "say the version and the one after it");
    assertRefused(tag("0.3.0", "0.4.0"), "the next release is 0.1.0, not 0.3.0");
    git("tag", "v0.1.0");
    assertRefused(tag("0.1.0", "0.2.0"), "a released version never changes");
    git("tag", "--delete", "v0.1.0");
    write("CHANGELOG.md", "# Changelog\n");
    assertRefused(tag("0.1.0", "0.2.0"), "the work tree has changes");
    git("commit", "--quiet", "--all", "--message=Second");
    assertRefused(tag("0.1.0", "0.2.0"), "CHANGELOG.md has no section \"## 0.1.0 (unreleased)\"");

    assertThat(git("log", "--format=%s")).isEqualTo("Second\nFirst\n");
    assertThat(git("tag")).isEmpty();
  }

  private static void assertRefused(Run run, String message) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains(message);
  }

  private Run tag(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", "release/tag"));
    command.addAll(Arrays.asList(arguments));
    return run(command);
  }

  private String git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(Arrays.asList(arguments));
    Run run = run(command);
    assertThat(run.exitCode()).as(run.output()).isZero();
    return run.output();
  }

  private Run run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  private void write(String file, String text) throws IOException {
    Path path = repository.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
