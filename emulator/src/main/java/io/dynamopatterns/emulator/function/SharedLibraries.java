package io.dynamopatterns.emulator.function;

import io.dynamopatterns.mapping.function.Serialisation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Libraries that the jars of a fleet load once: loading the SDK for each of them takes most of a
 * short run. Only packages are shared that keep no state about the function that uses them: the
 * SDK, the events, JSON parsing, logging.
 *
 * <p>A jar takes part if its copies of these packages are the same bytes as those of the jars
 * before it. A jar with other versions, or with another logging library, keeps its own.
 */
final class SharedLibraries implements AutoCloseable {
  private static final List<String> PACKAGES =
      List.of(
          "com/amazonaws/services/lambda/runtime/",
          "com/fasterxml/jackson/core/",
          "org/joda/time/",
          "org/reactivestreams/",
          "org/slf4j/",
          "software/amazon/awssdk/",
          "software/amazon/eventstream/");

  /** HTTP clients of the SDK on libraries that are not shared, such as Netty. */
  private static final List<String> OWN =
      List.of(
          "software/amazon/awssdk/http/apache/",
          "software/amazon/awssdk/http/crt/",
          "software/amazon/awssdk/http/nio/");

  private static final String SERVICES = "META-INF/services/";

  /** Chooses the logging library and its settings: a jar that shares one shares both. */
  private static final Set<String> LOGGING =
      Set.of(SERVICES + "org.slf4j.spi.SLF4JServiceProvider", "simplelogger.properties");

  private final Map<String, Long> known = new HashMap<>();
  private final Libraries loader = new Libraries();
  private final Serialisation serialisation = new Serialisation();

  /** The shared libraries as one jar sees them: those that it contains itself. */
  final class View {
    private final Set<String> entries;

    private View(Set<String> entries) {
      this.entries = entries;
    }

    boolean has(String className) {
      return entries.contains(entry(className));
    }

    Class<?> load(String className) throws ClassNotFoundException {
      return loader.loadClass(className);
    }

    /** One for all jars that share, as they have the same classes of events. */
    Serialisation serialisation() {
      return serialisation;
    }
  }

  /**
   * Adds a jar.
   *
   * @return what it shares: nothing if its copies differ from those of the jars before it
   * @throws UncheckedIOException if the jar cannot be read
   */
  View add(Path jar) {
    Map<String, Long> own = checksums(jar);
    boolean same =
        own.entrySet().stream()
            .allMatch(
                entry ->
                    entry.getValue().equals(known.getOrDefault(entry.getKey(), entry.getValue())));
    boolean sameLogging =
        known.isEmpty()
            || LOGGING.stream().allMatch(name -> own.containsKey(name) == known.containsKey(name));
    if (!same || !sameLogging) {
      return new View(Set.of());
    }
    known.putAll(own);
    loader.addURL(JarClassLoader.url(jar));
    return new View(own.keySet());
  }

  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The libraries of the functions could not be closed", e);
    }
  }

  private static Map<String, Long> checksums(Path jar) {
    Map<String, Long> checksums = new HashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream()
          .filter(entry -> isShared(entry.getName()))
          .forEach(entry -> checksums.put(entry.getName(), checksum(entry)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + jar + " as a jar: " + e.getMessage(), e);
    }
    return checksums;
  }

  private static long checksum(ZipEntry entry) {
    return entry.getCrc() ^ (entry.getSize() << 32);
  }

  private static boolean isShared(String entry) {
    return LOGGING.contains(entry)
        || PACKAGES.stream().anyMatch(entry::startsWith)
            && OWN.stream().noneMatch(entry::startsWith);
  }

  private static String entry(String className) {
    return className.replace('.', '/') + ".class";
  }

  /** The first jar that has a class or resource is as good as any other: they are the same. */
  private static final class Libraries extends URLClassLoader {
    static {
      registerAsParallelCapable();
    }

    Libraries() {
      super("shared-libraries", new URL[0], ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected void addURL(URL jar) {
      super.addURL(jar);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.equals(SdkCalls.class.getName())) {
        byte[] code = SdkCalls.code();
        return SdkCalls.listening(defineClass(name, code, 0, code.length));
      }
      if (!isShared(entry(name))) {
        throw new ClassNotFoundException(name + " is not shared by the functions");
      }
      return super.findClass(name);
    }

    @Override
    public URL findResource(String name) {
      return isVisible(name) ? super.findResource(name) : null;
    }

    @Override
    public Enumeration<URL> findResources(String name) {
      if (name.equals(SdkCalls.INTERCEPTORS)) {
        return Collections.enumeration(List.of(SdkCalls.declaration()));
      }
      URL first = findResource(name);
      return first == null
          ? Collections.emptyEnumeration()
          : Collections.enumeration(List.of(first));
    }

    private static boolean isVisible(String name) {
      return isShared(name)
          || name.startsWith(SERVICES)
              && isShared(name.substring(SERVICES.length()).replace('.', '/'));
    }
  }
}
