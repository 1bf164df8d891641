package io.dynamopatterns.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What {@code ./fleet new} writes; {@code NewFunctionIT} in {@code e2e} builds and runs it. */
class NewCommandTest {
  @TempDir Path directory;
  private final StringWriter errors = new StringWriter();

  @Test
  void aProjectCarriesItsNameEverywhereAndNoPlaceholderIsLeft() throws Exception {
    Path project = directory.resolve("shop");

    assertThat(execute(project.toString(), "--name", "paid-orders", "--package", "com.acme.paid"))
        .as(errors.toString())
        .isZero();

    Path sources = project.resolve("src/main/java/com/acme/paid");
    assertThat(sources.resolve("PaidOrdersHandler.java"))
        .content()
        .contains("package com.acme.paid;");
    assertThat(project.resolve("src/test/java/com/acme/paid/PaidOrdersTest.java")).exists();
    assertThat(project.resolve("terraform/main.tf"))
        .content()
        .contains("PAID_ORDERS_TABLE", "com.acme.paid.PaidOrdersHandler", "paid-orders-fn.jar");
    assertThat(files(project))
        .isNotEmpty()
        .allSatisfy(
            file -> {
              assertThat(file.toString()).doesNotContain("__");
              assertThat(file).content().doesNotContainPattern("__[A-Za-z_]+__");
            });
  }

  @Test
  void aProjectUsesTheRelease() throws Exception {
    Path project = directory.resolve("orders");

    assertThat(execute(project.toString(), "--name", "orders")).isZero();

    assertThat(project.resolve("pom.xml"))
        .content()
        .containsPattern("<artifactId>function-parent</artifactId>\\s*<version>[0-9.]+</version>");
    assertThat(project.resolve("terraform/main.tf"))
        .content()
        .containsPattern(
            "source = \"git::https://\\S+\\.git//terraform/modules/table\\?ref=v[0-9.]+\"");
  }

  @Test
  void aProjectOfACheckoutUsesItsVersionAndItsModules() throws Exception {
    Path project = directory.resolve("orders");

    assertThat(execute(project.toString(), "--name", "orders", "--checkout")).isZero();

    String main = Files.readString(project.resolve("terraform/main.tf"));
    String source = main.replaceAll("(?s).*?source = \"(\\.\\./[^\"]+/table)\".*", "$1");
    assertThat(project.resolve("terraform").resolve(source).normalize().resolve("main.tf"))
        .exists();
    String bom = Files.readString(Path.of("../bom/pom.xml"));
    String version = bom.replaceAll("(?s).*?-bom</artifactId>\\s*<version>([^<]+)<.*", "$1");
    assertThat(project.resolve("pom.xml"))
        .content()
        .contains("<version>%s</version>\n    <relativePath/>".formatted(version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Orders", "1st", "a--b", "a_b", "", "a-name-that-is-too-long"})
  void aNameThatIsNoneSaysWhatIsAllowed(String name) {
    assertThat(execute(directory.resolve("p").toString(), "--name", name)).isEqualTo(2);
    assertThat(errors.toString())
        .contains("--name '%s' must be lower-case letters".formatted(name))
        .hasLineCount(1);
  }

  @Test
  void aDirectoryThatIsNotEmptyIsLeftAsItIs() throws Exception {
    Files.writeString(directory.resolve("mine.txt"), "mine");

    assertThat(execute(directory.toString(), "--name", "orders")).isEqualTo(2);
    assertThat(errors.toString()).contains("is not empty: it has mine.txt");
    assertThat(files(directory)).hasSize(1);
  }

  private int execute(String... arguments) {
    CommandLine command = FleetCommand.commandLine();
    command.setErr(new PrintWriter(errors, true));
    command.setOut(new PrintWriter(new StringWriter()));
    return command.execute(
        Stream.concat(Stream.of("new"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static List<Path> files(Path directory) throws Exception {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
