package io.dynamopatterns.common.start;

import io.micronaut.core.io.service.SoftServiceLoader;
import io.micronaut.core.io.service.SoftServiceLoader.StaticDefinition;
import io.micronaut.core.io.service.SoftServiceLoader.StaticServiceLoader;
import io.micronaut.core.optim.StaticOptimizations;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Gives Micronaut the list of beans and services that the build wrote into a function's jar.
 * Without it, on a class path, Micronaut looks for them itself.
 *
 * <p>It is the interface by which Micronaut's own ahead-of-time compilation does the same. The list
 * has no more than the function uses: {@code MicronautBeans} in the module function-jar.
 */
public final class ServiceIndex
    implements StaticOptimizations.Loader<SoftServiceLoader.Optimizations> {
  private static final String FILE = "META-INF/micronaut.index";

  @Override
  public SoftServiceLoader.Optimizations load() {
    Map<String, StaticServiceLoader<?>> services = new HashMap<>();
    ClassLoader loader = ServiceIndex.class.getClassLoader();
    try (InputStream file = loader.getResourceAsStream(FILE)) {
      if (file != null) {
        read(file).forEach((name, classes) -> services.put(name, new Listed(classes, loader)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SoftServiceLoader.Optimizations(services);
  }

  private static Map<String, List<String>> read(InputStream file) throws IOException {
    Map<String, List<String>> services = new HashMap<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
    List<String> classes = List.of();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(" ")) {
        classes.add(line.strip());
      } else {
        classes = new ArrayList<>();
        services.put(line, classes);
      }
    }
    return services;
  }

  /** One service. A class that does not load is left out, as Micronaut does: it may be optional. */
  private record Listed(List<String> classes, ClassLoader loader)
      implements StaticServiceLoader<Object> {
    @Override
    public Stream<StaticDefinition<Object>> findAll(Predicate<String> condition) {
      return load(condition, null).stream()
          .map(service -> StaticDefinition.of(service.getClass().getName(), () -> service));
    }

    @Override
    public List<Object> load(Predicate<String> condition, Predicate<Object> predicate) {
      List<Object> services = new ArrayList<>(classes.size());
      for (String name : classes) {
        if (condition.test(name)) {
          Object service = instance(name);
          if (service != null && (predicate == null || predicate.test(service))) {
            services.add(service);
          }
        }
      }
      return services;
    }

    private Object instance(String name) {
      try {
        return Class.forName(name, true, loader).getConstructor().newInstance();
      } catch (ClassNotFoundException
          | NoSuchMethodException
          | IllegalAccessException
          | NoClassDefFoundError e) {
        return null;
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof NoClassDefFoundError) {
          return null;
        }
        throw new IllegalStateException("Cannot make " + name, e.getCause());
      } catch (InstantiationException e) {
        throw new IllegalStateException("Cannot make " + name, e);
      }
    }
  }
}
