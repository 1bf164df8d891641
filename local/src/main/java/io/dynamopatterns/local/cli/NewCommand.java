package io.dynamopatterns.local.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a project for a function. */
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    description =
        "Makes a project for your own function, outside this repository: Java, a test, Terraform, a README.")
final class NewCommand implements Callable<Integer> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final int LONGEST_NAME = 20;
  private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>dynamo-patterns-bom</artifactId>\\s*<version>([^<]+)</version>");
  private static final String REPOSITORY =
      "git::https://github.com/dynamopatterns/dynamo-patterns.git//terraform/modules";

  @Parameters(paramLabel = "DIRECTORY", description = "Where the project is made; must be empty.")
  private Path directory;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "Name of the function, such as orders.")
  private String name;

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      description = "Java package. Default: com.example.NAME.")
  private String javaPackage;

  @Option(
      names = "--checkout",
      description =
          "Use this checkout instead of the release: its version, and its Terraform modules by their path.")
  private boolean checkout;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    requireNames();
    requireEmpty();
    String version = version();
    Template template =
        new Template(FleetCommand.PROJECT.resolve("templates/function"))
            .with("package_dir", javaPackage.replace('.', '/'))
            .with("package", javaPackage)
            .with("name", name)
            .with("Name", className(name))
            .with("NAME", name.replace('-', '_').toUpperCase(Locale.ROOT))
            .with("version", checkout ? version : version.replace("-SNAPSHOT", ""))
            .with("modules", checkout ? modules() : REPOSITORY)
            .with("ref", checkout ? "" : "?ref=v" + version.replace("-SNAPSHOT", ""));
    template.copyTo(directory);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Made %s. Its README.md says how to build, run and deploy it:%n%n", directory);
    out.printf("  cd %s && mvn verify%n", directory);
    out.flush();
    return ExitCode.OK;
  }

  private void requireNames() {
    if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
      throw new InputException(
          "--name '%s' must be lower-case letters, digits and single hyphens, begin with a letter and have up to %d characters, such as orders"
              .formatted(name, LONGEST_NAME));
    }
    if (javaPackage == null) {
      javaPackage = "com.example." + name.replace("-", "");
    }
    if (!PACKAGE.matcher(javaPackage).matches()) {
      throw new InputException(
          "--package '%s' must be a Java package in lower case, such as com.example.orders"
              .formatted(javaPackage));
    }
  }

  private void requireEmpty() throws IOException {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new InputException("%s is a file; name a new directory".formatted(directory));
    }
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        Optional<Path> first = files.findFirst();
        if (first.isPresent()) {
          throw new InputException(
              "%s is not empty: it has %s; name a new directory"
                  .formatted(directory, first.get().getFileName()));
        }
      }
    }
  }

  /** Terraform takes a module by its path only where the path is relative. */
  private String modules() throws IOException {
    Path terraform = directory.toAbsolutePath().normalize().resolve("terraform");
    return terraform
        .relativize(FleetCommand.PROJECT.normalize().resolve("terraform/modules"))
        .toString();
  }

  private static String version() throws IOException {
    Path bom = FleetCommand.PROJECT.resolve("bom/pom.xml");
    Matcher version = VERSION.matcher(Files.readString(bom));
    if (!version.find()) {
      throw new IllegalStateException("%s names no version".formatted(bom));
    }
    return version.group(1);
  }

  private static String className(String name) {
    StringBuilder text = new StringBuilder();
    for (String word : name.split("-")) {
      text.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return text.toString();
  }
}
