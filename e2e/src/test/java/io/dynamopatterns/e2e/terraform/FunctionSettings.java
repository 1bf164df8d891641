package io.dynamopatterns.e2e.terraform;

import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.local.state.FleetState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Whether the functions of a state can be what Terraform wants them to be, by what their jars
 * contain: the handlers' classes, and the names of variables among the constants of this project's
 * classes. That no variable is missing is shown by a start: what is required refuses it.
 */
final class FunctionSettings {
  /** The JVM reads it. */
  private static final String JVM_OPTIONS = "JAVA_TOOL_OPTIONS";

  private FunctionSettings() {}

  /** What Terraform gave to functions that their code does not know. */
  static List<String> unknown(FleetState state) throws IOException {
    List<String> unknown = new ArrayList<>();
    for (FunctionSpec function : state.functions()) {
      Path jar = Project.jarNamed(function.jarName());
      if (!Files.exists(jar)) {
        unknown.add("%s runs from %s, which is not built".formatted(function.name(), jar));
        continue;
      }
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        if (zip.getEntry(function.handler().replace('.', '/') + ".class") == null) {
          unknown.add("%s: no class %s".formatted(function.name(), function.handler()));
        }
        String classes = classes(zip);
        function.environment().keySet().stream()
            .filter(variable -> !variable.equals(JVM_OPTIONS))
            .filter(variable -> !classes.contains(constant(variable)))
            .forEach(
                variable ->
                    unknown.add("%s: no setting reads %s".formatted(function.name(), variable)));
      }
    }
    return unknown;
  }

  /** All classes of this project in the jar, a character for each byte. */
  private static String classes(ZipFile jar) throws IOException {
    StringBuilder classes = new StringBuilder();
    for (ZipEntry entry : jar.stream().toList()) {
      if (entry.getName().startsWith("io/dynamopatterns/") && entry.getName().endsWith(".class")) {
        try (InputStream in = jar.getInputStream(entry)) {
          classes.append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return classes.toString();
  }

  /** A whole text among the constants of a class: its length in two bytes comes before it. */
  private static String constant(String text) {
    return "" + (char) (text.length() >> Byte.SIZE) + (char) text.length() + text;
  }
}
