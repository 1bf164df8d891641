package io.dynamopatterns.e2e.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the top-level types of a checkout refer to, as their sources say it: by an import, or by a
 * full name.
 *
 * @param types those of all modules but of tests and templates
 */
record Imports(List<Type> types) {
  static final String ROOT = "io.dynamopatterns.";

  private static final Pattern SOURCE =
      Pattern.compile("(?!templates/)(.+)/src/main/java/(.+)/(\\w+)\\.java");
  private static final Pattern NO_CODE =
      Pattern.compile(
          "\"\"\".*?\"\"\"|/\\*.*?\\*/|//[^\\n]*|\"(?:\\\\.|[^\"\\\\\\n])*\"", Pattern.DOTALL);
  private static final Pattern NAME =
      Pattern.compile("\\b(" + Pattern.quote(ROOT) + "(?:[a-z]\\w*\\.)*)([A-Z]\\w*)");

  /**
   * A type.
   *
   * @param module its directory, from the repository's root on
   * @param uses the full names that it refers to
   */
  record Type(String module, String packageName, String name, Set<String> uses) {
    String fullName() {
      return packageName + '.' + name;
    }
  }

  static Imports of(Path root) throws IOException {
    List<Type> types = new ArrayList<>();
    for (Path file : Documents.in(root, ".java")) {
      Matcher source = SOURCE.matcher(root.relativize(file).toString().replace('\\', '/'));
      if (source.matches() && !source.group(1).contains("/src/")) {
        types.add(
            new Type(
                source.group(1),
                source.group(2).replace('/', '.'),
                source.group(3),
                names(Files.readString(file))));
      }
    }
    return new Imports(types);
  }

  private static Set<String> names(String source) {
    return NAME.matcher(NO_CODE.matcher(source).replaceAll(""))
        .results()
        .map(name -> name.group(1) + name.group(2))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** For each module the other modules that it refers to. */
  Map<String, Set<String>> betweenModules() {
    return between(types, Type::module);
  }

  /** For each package the other packages that it refers to. */
  Map<String, Set<String>> betweenPackages() {
    return between(types, Type::packageName);
  }

  /** The same within one module. */
  Map<String, Set<String>> betweenPackages(String module) {
    return between(
        types.stream().filter(type -> type.module().equals(module)).toList(), Type::packageName);
  }

  private static Map<String, Set<String>> between(List<Type> types, Function<Type, String> part) {
    Map<String, String> parts =
        types.stream().collect(Collectors.toMap(Type::fullName, part, (one, same) -> one));
    Map<String, Set<String>> uses = new TreeMap<>();
    for (Type type : types) {
      String own = part.apply(type);
      Set<String> others = uses.computeIfAbsent(own, any -> new TreeSet<>());
      for (String used : type.uses()) {
        Optional.ofNullable(parts.get(used)).filter(other -> !other.equals(own)).map(others::add);
      }
    }
    return uses;
  }

  /** Groups of parts each of which leads to all others of its group. */
  static Collection<Set<String>> circles(Map<String, Set<String>> uses) {
    Set<Set<String>> circles = new HashSet<>();
    Map<String, Set<String>> reached = new TreeMap<>();
    uses.keySet().forEach(part -> reached.put(part, reachedFrom(part, uses)));
    for (String part : uses.keySet()) {
      if (reached.get(part).contains(part)) {
        circles.add(
            reached.get(part).stream()
                .filter(other -> reached.get(other).contains(part))
                .collect(Collectors.toCollection(TreeSet::new)));
      }
    }
    return circles;
  }

  /** What is left of the arrows without those that a way over other parts replaces. */
  static Map<String, Set<String>> withoutShortcuts(Map<String, Set<String>> uses) {
    Map<String, Set<String>> needed = new TreeMap<>();
    uses.forEach(
        (part, used) ->
            needed.put(
                part,
                used.stream()
                    .filter(
                        target ->
                            used.stream()
                                .filter(other -> !other.equals(target))
                                .noneMatch(other -> reachedFrom(other, uses).contains(target)))
                    .collect(Collectors.toCollection(TreeSet::new))));
    return needed;
  }

  private static Set<String> reachedFrom(String part, Map<String, Set<String>> uses) {
    Set<String> reached = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(uses.get(part));
    while (!next.isEmpty()) {
      String one = next.pop();
      if (reached.add(one)) {
        next.addAll(uses.get(one));
      }
    }
    return reached;
  }
}
