package io.dynamopatterns.e2e.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The settings of a function's jar, by the record that it is bound to. */
final class JavaSettings implements AutoCloseable {
  private static final String METADATA = "META-INF/spring-configuration-metadata.json";

  private final URLClassLoader loader;
  private final Constructor<?> constructor;

  /** Each variable of the environment with its default, in the order of the constructor. */
  private final Map<String, Optional<String>> variables = new LinkedHashMap<>();

  JavaSettings(Path jar) throws Exception {
    loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    Class<?> record = loader.loadClass(recordName());
    constructor = record.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    String prefix = prefix(record);
    for (Parameter parameter : constructor.getParameters()) {
      variables.put(
          prefix + "_" + parameter.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT),
          defaultValue(parameter));
    }
  }

  private String recordName() throws IOException {
    Set<String> records = new TreeSet<>();
    try (InputStream in = loader.getResourceAsStream(METADATA)) {
      for (JsonNode group : new ObjectMapper().readTree(in).path("groups")) {
        if (group.path("type").asText().endsWith("Settings")) {
          records.add(group.path("type").asText());
        }
      }
    }
    if (records.size() != 1) {
      throw new IllegalStateException("a function has one record of settings, not " + records);
    }
    return records.iterator().next();
  }

  private static String prefix(Class<?> record) throws ReflectiveOperationException {
    Annotation properties = annotation(record.getAnnotations(), "ConfigurationProperties");
    String name = (String) properties.annotationType().getMethod("value").invoke(properties);
    return name.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static Optional<String> defaultValue(Parameter parameter)
      throws ReflectiveOperationException {
    Annotation bindable = annotation(parameter.getAnnotations(), "Bindable");
    return bindable == null
        ? Optional.empty()
        : Optional.of(
            (String) bindable.annotationType().getMethod("defaultValue").invoke(bindable));
  }

  private static Annotation annotation(Annotation[] annotations, String name) {
    return Arrays.stream(annotations)
        .filter(annotation -> annotation.annotationType().getSimpleName().equals(name))
        .findFirst()
        .orElse(null);
  }

  Set<String> variables() {
    return variables.keySet();
  }

  Optional<String> defaultOf(String variable) {
    return variables.get(variable);
  }

  /** Why the function would not start with these variables, if it would not. */
  Optional<String> refusal(Map<String, String> environment) throws ReflectiveOperationException {
    Object[] arguments =
        variables.entrySet().stream()
            .map(entry -> environment.getOrDefault(entry.getKey(), entry.getValue().orElse(null)))
            .toArray();
    try {
      constructor.newInstance(arguments);
      return Optional.empty();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        return Optional.of(refused.getMessage());
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
