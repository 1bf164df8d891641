package io.dynamopatterns.functionjar;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.objectweb.asm.ClassReader;

/**
 * What a function's jar does not need of AWS's libraries and of Micronaut ({@link Libraries}):
 * operations that it does not call, with their types; the asynchronous clients; endpoints of other
 * services; events of other sources; parts of Micronaut that it does not use ({@link
 * MicronautBeans}). Of all classes, it leaves out the names of local variables.
 *
 * <p>It errs on the side of keeping. Each class of the jar counts as used, except for those of
 * these libraries. Of these, a class is kept if a kept class names it: in its code, types,
 * annotations or strings. Methods are removed from the SDK's clients only, and only those of
 * operations that nothing calls. The parameters of an endpoint are still read from a request that
 * another kept class names, such as one that presigns it.
 *
 * @param kept the classes of these libraries that stay
 * @param changed what replaces classes, by their names
 * @param times of the classes' entries in their jars
 * @param services what replaces Micronaut's directory of beans, or empty
 */
record Pruning(
    Set<String> kept,
    Map<String, byte[]> changed,
    Map<String, Long> times,
    boolean usesJoda,
    Map<String, Set<String>> services) {

  static Pruning of(JarClasses jar) {
    Set<String> clients = clients(jar.classes());
    Set<ClientMethod> called = new HashSet<>();
    Set<String> roots = new HashSet<>();
    jar.texts().forEach(text -> roots.addAll(Libraries.names(text)));
    Map<String, Set<String>> services =
        jar.classes().containsKey(MicronautBeans.READER) ? MicronautBeans.used(jar) : Map.of();
    if (services.isEmpty()) {
      roots.addAll(jar.micronaut());
    }
    services
        .values()
        .forEach(providers -> providers.forEach(provider -> roots.add(provider.replace('.', '/'))));
    jar.classes()
        .forEach(
            (name, code) -> {
              if (!Libraries.isPruned(name) && !name.equals(ServiceEndpoints.MAP)) {
                ClassFile file = new ClassFile(code);
                roots.addAll(file.names());
                called.addAll(file.calls());
              }
            });
    Map<String, byte[]> originals = jar.classes();
    Set<String> keptBefore = Set.of();
    while (true) {
      Map<String, byte[]> changed = changed(originals, clients, called, keptBefore);
      Set<String> kept = closure(roots, originals, changed);
      // What is left of a client counts, too: some of its operations call others.
      boolean none =
          !called.addAll(
              kept.stream()
                  .map(name -> changed.getOrDefault(name, originals.get(name)))
                  .flatMap(code -> new ClassFile(code).calls().stream())
                  .collect(Collectors.toSet()));
      if (none && kept.equals(keptBefore)) {
        boolean usesJoda = usesJoda(roots, kept, originals);
        kept.addAll(closure(Set.of(Libraries.JODA_TIME), originals, changed));
        changed.keySet().removeIf(name -> Libraries.isPruned(name) && !kept.contains(name));
        originals.forEach(
            (name, code) -> {
              byte[] current = changed.getOrDefault(name, code);
              if (new ClassFile(current).hasVariableNames()
                  && (!Libraries.isPruned(name) || kept.contains(name))) {
                changed.put(name, VariableNames.removed(current));
              }
            });
        return new Pruning(kept, changed, jar.times(), usesJoda, services);
      }
      keptBefore = kept;
    }
  }

  /** Whether something uses Joda-Time, beside the runtime that asks for one class of it. */
  private static boolean usesJoda(
      Set<String> roots, Set<String> kept, Map<String, byte[]> classes) {
    return Stream.concat(
            roots.stream(),
            kept.stream().flatMap(name -> new ClassFile(classes.get(name)).names().stream()))
        .anyMatch(name -> name.startsWith(Libraries.JODA));
  }

  /** Whether a file of the jars is left out. */
  boolean isRemoved(String entry) {
    if (entry.startsWith(Libraries.JODA) && (usesJoda || !entry.endsWith(JarClasses.CLASS))) {
      return !usesJoda;
    }
    if (MicronautBeans.isListing(entry)) {
      return !services.isEmpty();
    }
    return entry.endsWith(JarClasses.CLASS)
        && Libraries.isPruned(entry)
        && !kept.contains(JarClasses.withoutSuffix(entry));
  }

  /** Whether a file of the jars is replaced. */
  boolean isChanged(String entry) {
    return entry.endsWith(JarClasses.CLASS) && changed.containsKey(JarClasses.withoutSuffix(entry));
  }

  /** Writes a jar of the files that replace their originals. */
  void writeChanged(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> type : changed.entrySet()) {
        ZipEntry entry = new ZipEntry(type.getKey() + JarClasses.CLASS);
        entry.setTime(times.get(type.getKey()));
        jar.putNextEntry(entry);
        jar.write(type.getValue());
        jar.closeEntry();
      }
      if (!services.isEmpty()) {
        ZipEntry entry = new ZipEntry(MicronautBeans.FILE);
        entry.setTime(times.get(MicronautBeans.READER));
        jar.putNextEntry(entry);
        jar.write(index().getBytes(StandardCharsets.UTF_8));
        jar.closeEntry();
      }
    }
  }

  private String index() {
    StringBuilder text = new StringBuilder();
    services.forEach(
        (service, providers) -> {
          text.append(service).append('\n');
          providers.forEach(provider -> text.append("  ").append(provider).append('\n'));
        });
    return text.toString();
  }

  /** The interfaces of the services' clients, and the classes that implement them. */
  private static Set<String> clients(Map<String, byte[]> classes) {
    Map<String, ClassReader> types = new HashMap<>();
    classes.forEach(
        (name, code) -> {
          if (name.startsWith(Libraries.SERVICES)) {
            types.put(name, new ClassReader(code));
          }
        });
    Set<String> clients = new HashSet<>();
    types.forEach(
        (name, type) -> {
          if (ClientMethods.isClient(type)) {
            clients.add(name);
          }
        });
    boolean more = true;
    while (more) {
      more = false;
      for (Map.Entry<String, ClassReader> type : types.entrySet()) {
        Set<String> parents = new HashSet<>(Set.of(type.getValue().getInterfaces()));
        parents.add(type.getValue().getSuperName());
        if (parents.stream().anyMatch(clients::contains)) {
          more |= clients.add(type.getKey());
        }
      }
    }
    return clients;
  }

  private static Map<String, byte[]> changed(
      Map<String, byte[]> classes,
      Set<String> clients,
      Set<ClientMethod> called,
      Set<String> keptTypes) {
    Map<String, byte[]> changed = new TreeMap<>();
    classes.forEach(
        (name, code) -> {
          Predicate<String> kept =
              method -> {
                ClientMethod operation = new ClientMethod(Libraries.service(name), method);
                return Libraries.isOperationOnData(operation) || called.contains(operation);
              };
          if (clients.contains(name)) {
            changed.put(name, ClientMethods.keep(code, kept));
          } else if (Libraries.readsEndpointParameters(name)) {
            changed.put(name, ClientMethods.keepParameters(code, kept, keptTypes::contains));
          }
        });
    byte[] endpoints = classes.get(ServiceEndpoints.MAP);
    if (endpoints != null
        && clients.stream().map(Libraries::service).allMatch(Libraries::hasKeptEndpoints)) {
      changed.put(
          ServiceEndpoints.MAP, ServiceEndpoints.keep(endpoints, Libraries::isKeptEndpoint));
    }
    return changed;
  }

  private static Set<String> closure(
      Collection<String> roots, Map<String, byte[]> originals, Map<String, byte[]> changed) {
    Set<String> kept = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(roots);
    byte[] endpoints =
        changed.getOrDefault(ServiceEndpoints.MAP, originals.get(ServiceEndpoints.MAP));
    if (endpoints != null) {
      open.addAll(new ClassFile(endpoints).names());
    }
    while (!open.isEmpty()) {
      String name = open.remove();
      byte[] code = changed.getOrDefault(name, originals.get(name));
      if (code != null && Libraries.isPruned(name) && kept.add(name)) {
        open.addAll(new ClassFile(code).names());
      }
    }
    return kept;
  }
}
