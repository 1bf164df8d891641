package io.dynamopatterns.e2e.settings;

import io.dynamopatterns.common.settings.Variable;
import io.dynamopatterns.common.settings.Variables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** The settings of a module of functions, as its record of settings reads them. */
final class JavaSettings implements AutoCloseable {
  /** Values of what must be set, by the end of the variable's name. */
  private static final Map<String, String> NEEDED =
      Map.of(
          "_TABLE", "table",
          "_EVENT_BUS", "bus",
          "_STREAM", "stream",
          "_GROUP_POINTER", "/group",
          "_ID_POINTER", "/id",
          "_TIME_POINTER", "/time",
          "_SUBSCRIBERS", subscribers());

  private final URLClassLoader loader;
  private final Method reader;
  private final Map<String, Variable> variables = new LinkedHashMap<>();

  /**
   * @param module the directory of a module that is compiled
   */
  JavaSettings(Path module) throws Exception {
    Path classes = module.resolve("target/classes");
    loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, JavaSettings.class.getClassLoader());
    reader = loader.loadClass(recordName(classes)).getDeclaredMethod("of", Variables.class);
    reader.setAccessible(true);
    Variables all = Variables.of(JavaSettings::needed);
    reader.invoke(null, all);
    all.declared().forEach(variable -> variables.put(variable.name(), variable));
  }

  private static String recordName(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      List<String> names =
          files
              .map(file -> classes.relativize(file).toString())
              .filter(name -> name.endsWith("Settings.class"))
              .map(name -> name.replace(".class", "").replace(java.io.File.separatorChar, '.'))
              .toList();
      if (names.size() != 1) {
        throw new IllegalStateException("a module has one record of settings, not " + names);
      }
      return names.getFirst();
    }
  }

  /** The variables in the order in which they are read. */
  List<Variable> declared() {
    return List.copyOf(variables.values());
  }

  Set<String> variables() {
    return variables.keySet();
  }

  Variable variable(String name) {
    return variables.get(name);
  }

  /** Why the functions would not start with this value of a variable, if they would not. */
  Optional<String> refusal(String name, String value) throws ReflectiveOperationException {
    try {
      reader.invoke(null, Variables.of(asked -> asked.equals(name) ? value : needed(asked)));
      return Optional.empty();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        return Optional.of(refused.getMessage());
      }
      throw e;
    }
  }

  private static String needed(String variable) {
    return NEEDED.entrySet().stream()
        .filter(needed -> variable.endsWith(needed.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static String subscribers() {
    String queue = "https://sqs.us-east-1.amazonaws.com/123456789012/all.fifo";
    String json =
        "{\"all\":{\"queue\":\"%1$s\",\"deadLetters\":\"%1$s\",\"target\":{\"type\":\"queue\"}}}"
            .formatted(queue);
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return Base64.getEncoder().encodeToString(zipped.toByteArray());
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
