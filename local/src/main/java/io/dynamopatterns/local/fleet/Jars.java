package io.dynamopatterns.local.fleet;

import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.mapping.StateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the functions' deployment packages: where Terraform has them, else among the modules of the
 * project.
 */
record Jars(Path project) {
  Map<FunctionSpec, Path> of(List<FunctionSpec> functions) {
    Map<FunctionSpec, Path> jars = new LinkedHashMap<>();
    functions.forEach(function -> jars.put(function, of(function)));
    return jars;
  }

  private Path of(FunctionSpec function) {
    if (Files.isRegularFile(function.jar())) {
      return function.jar();
    }
    return search(project, function.jarName(), 2)
        .orElseThrow(
            () ->
                new StateException(
                    "Function %s runs from %s, which is not a file, and no module under %s has built one of this name. Build it (mvn package), or say where it is: --jar %s=PATH"
                        .formatted(function.name(), function.jar(), project, function.name())));
  }

  private static Optional<Path> search(Path directory, String jar, int depth) {
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(directory, Files::isDirectory)) {
      for (Path module : modules) {
        Path built = module.resolve("target").resolve(jar);
        if (Files.isRegularFile(built)) {
          return Optional.of(built);
        }
        Optional<Path> nested = depth > 1 ? search(module, jar, depth - 1) : Optional.empty();
        if (nested.isPresent()) {
          return nested;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for " + jar + " in " + directory, e);
    }
    return Optional.empty();
  }
}
