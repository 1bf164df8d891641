package io.dynamopatterns.functionjar;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.maven.plugins.shade.filter.Filter;

/**
 * What a shaded jar is made of.
 *
 * @param classes by name with slashes, the first of each name
 * @param texts the other files that may name classes, such as {@code META-INF/services}
 * @param times of the classes' entries in their jars
 * @param micronaut the classes of Micronaut's modules that each function's jar has
 * @param services Micronaut's services with the classes that are listed for them, by their names
 *     with dots
 */
record JarClasses(
    Map<String, byte[]> classes,
    List<String> texts,
    Map<String, Long> times,
    Set<String> micronaut,
    Map<String, Set<String>> services) {
  static final String CLASS = ".class";

  /** Read by GraalVM's native image only: it names classes that no JVM loads by it. */
  private static final String NATIVE_IMAGE = "META-INF/native-image/";

  static JarClasses read(Collection<File> jars, List<Filter> filters) throws IOException {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    Map<String, Long> times = new HashMap<>();
    List<String> texts = new ArrayList<>();
    Set<String> micronaut = new HashSet<>();
    Map<String, Set<String>> services = new TreeMap<>();
    for (File file : jars) {
      boolean isMicronaut = MicronautBeans.isModule(file.getName());
      List<Filter> own = filters.stream().filter(filter -> filter.canFilter(file)).toList();
      try (ZipFile jar = new ZipFile(file)) {
        for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements(); ) {
          ZipEntry entry = all.nextElement();
          String name = entry.getName();
          if (entry.isDirectory()
              || name.startsWith(NATIVE_IMAGE)
              || own.stream().anyMatch(filter -> filter.isFiltered(name))) {
            continue;
          }
          byte[] content;
          try (InputStream in = jar.getInputStream(entry)) {
            content = in.readAllBytes();
          }
          if (!name.endsWith(CLASS)) {
            String text = new String(content, StandardCharsets.ISO_8859_1);
            Optional<String> service = MicronautBeans.service(name);
            if (service.isEmpty()) {
              texts.add(text);
            } else {
              services
                  .computeIfAbsent(service.get(), key -> new LinkedHashSet<>())
                  .addAll(MicronautBeans.providers(name, text));
            }
          } else if (classes.putIfAbsent(withoutSuffix(name), content) == null) {
            times.put(withoutSuffix(name), entry.getTime());
            if (isMicronaut) {
              micronaut.add(withoutSuffix(name));
            }
          }
        }
      }
    }
    return new JarClasses(classes, texts, times, micronaut, services);
  }

  static String withoutSuffix(String entry) {
    return entry.substring(0, entry.length() - CLASS.length());
  }
}
