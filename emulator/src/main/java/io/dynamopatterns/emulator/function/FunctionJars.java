package io.dynamopatterns.emulator.function;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The jars that a fleet's functions run from, each loaded once. So functions of one jar share its
 * static state, which on AWS they do not: nothing that depends on a function may be static.
 */
public final class FunctionJars implements AutoCloseable {
  private final SharedLibraries libraries = new SharedLibraries();
  private final Map<Path, JarClassLoader> loaders = new LinkedHashMap<>();
  private final Map<JarClassLoader, Integer> uses = new HashMap<>();

  /**
   * @throws UncheckedIOException if the jar cannot be read
   */
  synchronized JarClassLoader load(Path jar) {
    JarClassLoader loader = loaders.computeIfAbsent(jar, any -> new JarClassLoader(jar, libraries));
    uses.merge(loader, 1, Integer::sum);
    return loader;
  }

  /** Takes back one {@link #load} of a jar. It is closed with the last of them. */
  synchronized void release(JarClassLoader loader) {
    if (uses.merge(loader, -1, Integer::sum) > 0) {
      return;
    }
    uses.remove(loader);
    loaders.values().remove(loader);
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(loader.getName() + " could not be closed", e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      for (JarClassLoader loader : loaders.values()) {
        loader.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A function's jar could not be closed", e);
    }
    libraries.close();
  }
}
