package io.dynamopatterns.e2e.terraform;

import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Level;
import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A copy of the repository's Terraform, with the built jars where it looks for them, so that no
 * state and no provider is left in the checkout itself.
 */
final class Checkout {
  private static final String PROGRAM = "terraform";
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final Set<String> LEFT_OUT = Set.of(".terraform", "src", "target");

  private final Path root;

  private Checkout(Path root) {
    this.root = root.toAbsolutePath();
  }

  /** Whether Terraform and its provider, and moto's server, are on this machine. */
  static boolean canRun() {
    return Level.TERRAFORM.canRun(Tools.MISSING.isEmpty(), Tools.MISSING.orElse(""));
  }

  /** Looked for once. */
  private static final class Tools {
    static final Optional<String> MISSING = missing();

    private static Optional<String> missing() {
      for (String program : List.of(PROGRAM, Moto.PROGRAM)) {
        if (!Command.exists(program)) {
          return Optional.of("no program " + program);
        }
      }
      Command.Result init =
          Checkout.in("terraform-")
              .terraform("terraform/modules/table", Map.of(), List.of("init", "-backend=false"));
      return init.exitCode() == 0
          ? Optional.empty()
          : Optional.of("terraform cannot install the AWS provider here:\n" + init.all());
    }
  }

  /**
   * A copy in a new directory under {@code target}.
   *
   * @param prefix begins the directory's name
   */
  static Checkout in(String prefix) {
    try {
      return copy(Files.createTempDirectory(Path.of("target"), prefix));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path resolve(String path) {
    return root.resolve(path);
  }

  Command.Result terraform(
      String directory, Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(PROGRAM));
    command.addAll(arguments);
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("TF_IN_AUTOMATION", "1");
    variables.put("TF_INPUT", "0");
    variables.put("TF_CLI_ARGS", "-no-color");
    variables.put("CHECKPOINT_DISABLE", "1");
    // Most of the time is waiting for queues, streams and roles, which can be waited for together.
    for (String step : List.of("apply", "destroy", "plan")) {
      variables.put("TF_CLI_ARGS_" + step, "-parallelism=30");
    }
    // As terraform/check has it: a third less of a processor's time.
    variables.put("GOGC", "400");
    return new Command(resolve(directory), variables).run(LIMIT, command);
  }

  /** Runs {@code terraform/check}: format, validation and the modules' own tests. */
  Command.Result check() {
    return new Command(root, Map.of()).run(LIMIT, List.of("bash", "terraform/check"));
  }

  private static Checkout copy(Path directory) throws IOException {
    Path source = Project.root();
    for (String part : List.of("terraform", "examples")) {
      copyTree(source.resolve(part), directory.resolve(part));
    }
    for (Path jar : Project.jars()) {
      copyFile(source, jar, directory);
    }
    // With which the module's own test compares its filters.
    copyFile(source, source.resolve("processor-fn/filters.json"), directory);
    return new Checkout(directory);
  }

  private static void copyFile(Path root, Path file, Path directory) throws IOException {
    Path target = directory.resolve(root.relativize(file).toString());
    Files.createDirectories(target.getParent());
    Files.copy(file, target);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (LEFT_OUT.contains(directory.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(directory).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
