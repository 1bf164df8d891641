package io.dynamopatterns.functionjar;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The beans and services of Micronaut that a function's jar lists.
 *
 * <p>At its start, Micronaut walks through a directory of the jar with a file for each bean of each
 * module, and loads the classes of all: for an HTTP server, schedulers, JSON, and the clients of
 * services that the jar does not have. In place of the directory, the jar gets one file, which
 * common's {@code ServiceIndex} reads. Of each part of Micronaut, the file has all beans or none:
 * all if another class of the jar names something of this part, or a type by which its beans are
 * injected.
 */
final class MicronautBeans {
  /** Common's class that reads the file. A jar without it keeps Micronaut's directory. */
  static final String READER = "io/dynamopatterns/common/start/ServiceIndex";

  /** A line for each service, and after it an indented one for each class. */
  static final String FILE = "META-INF/micronaut.index";

  private static final String DIRECTORY = "META-INF/micronaut/";

  private static final String AWS = "io/micronaut/aws/sdk/v2/";

  /** Read by GraalVM's native image only, and before the list. */
  private static final Set<String> UNLISTED =
      Set.of(
          "io.micronaut.core.graal.GraalReflectionConfigurer",
          "io.micronaut.core.optim.StaticOptimizations$Loader");

  /** Micronaut asks for it at each start, and looks through the whole class path without a list. */
  private static final String CONFIGURER = "io.micronaut.context.ApplicationContextConfigurer";

  /** How the names of classes end that say what a bean is made of. */
  private static final String DEFINITION = "$Definition";

  /** Types of the JDK that count in definitions only: there, a bean has one of them injected. */
  private static final List<String> EXECUTORS =
      List.of("java/util/concurrent/Executor", "java/util/concurrent/ThreadFactory");

  /** The same of settings, which Micronaut converts. */
  private static final List<String> ADDRESSES =
      List.of("java/net/InetSocketAddress", "java/net/ProxySelector", "java/net/SocketAddress");

  private static final List<String> INJECTED = concat(EXECUTORS, ADDRESSES);

  /** The handlers that read events by the codecs of the parts for HTTP and JSON. */
  private static final List<String> STREAM_HANDLERS =
      List.of(
          "io/micronaut/function/FunctionBean",
          "io/micronaut/function/aws/MicronautRequestStreamHandler",
          "io/micronaut/function/executor/StreamFunctionExecutor");

  /**
   * Types outside the parts by which their beans are injected, or which use them: {@link
   * Libraries#names} finds these, too.
   */
  static final List<String> TYPES =
      concat(
          STREAM_HANDLERS,
          List.of(
              "io/micronaut/context/MessageSource",
              "io/micronaut/context/annotation/Mapper",
              "io/micronaut/core/bind/BeanPropertyBinder",
              "io/micronaut/core/serialize/ObjectSerializer"));

  /**
   * @param beans the packages of the part's beans, or the first letters of their classes
   * @param names what uses the part: packages, or the first letters of classes
   */
  private record Part(List<String> beans, List<String> names) {
    Part(String... packages) {
      this(List.of(packages), List.of(packages));
    }

    boolean has(String bean) {
      return beans.stream().anyMatch(bean::startsWith);
    }
  }

  private static final List<String> HTTP =
      List.of("io/micronaut/http/", "io/micronaut/runtime/http/");

  private static final List<String> JSON =
      List.of("io/micronaut/json/", "io/micronaut/jackson/", "io/micronaut/serde/");

  /**
   * What each function needs for its settings, which no class of it names: converters of durations
   * and dates, and the readers of {@code application.json} and of JSON in a variable.
   */
  private static final Part ALWAYS =
      new Part(
          "io/micronaut/runtime/converters/",
          "io/micronaut/jackson/core/env/JsonPropertySourceLoader",
          "io/micronaut/jackson/core/env/EnvJsonPropertySourceLoader");

  /** The first that has a bean counts. */
  private static final List<Part> PARTS =
      List.of(
          ALWAYS,
          new Part(List.of("io/micronaut/http/converters/"), concat(HTTP, ADDRESSES)),
          new Part(
              concat(HTTP, List.of("io/micronaut/json/body/", "io/micronaut/json/codec/")),
              concat(HTTP, STREAM_HANDLERS)),
          new Part(
              JSON,
              concat(
                  concat(JSON, STREAM_HANDLERS),
                  List.of(
                      "io/micronaut/core/bind/BeanPropertyBinder",
                      "io/micronaut/core/serialize/ObjectSerializer"))),
          new Part(
              List.of("io/micronaut/scheduling/"),
              concat(List.of("io/micronaut/scheduling/"), EXECUTORS)),
          new Part(
              List.of("io/micronaut/runtime/"),
              List.of(
                  "io/micronaut/runtime/",
                  "io/micronaut/context/MessageSource",
                  "io/micronaut/context/annotation/Mapper")),
          new Part("io/micronaut/discovery/"),
          // It sets the levels of these two.
          new Part(
              List.of("io/micronaut/logging/"),
              List.of(
                  "io/micronaut/logging/", "ch/qos/logback/", "org/apache/logging/log4j/core/")),
          new Part("io/micronaut/context/propagation/"),
          new Part(
              List.of("io/micronaut/function/$"),
              List.of(
                  "io/micronaut/function/BinaryTypeConfiguration",
                  "io/micronaut/function/FunctionBean",
                  "io/micronaut/function/LocalFunctionRegistry")));

  /** Of these, a jar has the classes that its list or another class of it names. */
  static final List<String> PACKAGES =
      List.of(
          AWS + "client/",
          AWS + "service/",
          "io/micronaut/context/propagation/",
          "io/micronaut/discovery/",
          "io/micronaut/http/",
          "io/micronaut/jackson/",
          "io/micronaut/json/",
          "io/micronaut/logging/",
          "io/micronaut/runtime/",
          "io/micronaut/scheduling/",
          "io/micronaut/serde/");

  /** Those that common brings: they name each other's parts without a function that uses them. */
  private static final Pattern MODULE =
      Pattern.compile(
          "micronaut-(aop|aws-common|aws-sdk-v2|aws-ua|context|context-propagation|core|core-reactive"
              + "|function|function-aws|http|inject|jackson-core|json-core|serde-api|serde-jackson"
              + "|serde-support)-\\d.*\\.jar");

  private static final Pattern SERVICE_FILE =
      Pattern.compile("META-INF/services/(io\\.micronaut\\..+)");

  private static final Pattern LISTED = Pattern.compile(DIRECTORY + "([^/]+)/(.+)");

  private static final Pattern ASYNC =
      Pattern.compile(Libraries.SERVICES + "\\w+/\\w*AsyncClient\\w*");

  private MicronautBeans() {}

  private static List<String> concat(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  static boolean isModule(String jar) {
    return MODULE.matcher(jar).matches();
  }

  /** Micronaut's service that a file lists classes for. */
  static Optional<String> service(String file) {
    Matcher listed = LISTED.matcher(file);
    Matcher services = SERVICE_FILE.matcher(file);
    return listed.matches()
        ? Optional.of(listed.group(1))
        : services.matches() ? Optional.of(services.group(1)) : Optional.empty();
  }

  /** The classes that such a file lists: one by its name, or those of its lines. */
  static Set<String> providers(String file, String text) {
    Matcher listed = LISTED.matcher(file);
    return listed.matches()
        ? Set.of(listed.group(2))
        : text.lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  static boolean isListing(String entry) {
    return entry.startsWith(DIRECTORY);
  }

  /** What the jar lists for each of Micronaut's services. */
  static Map<String, Set<String>> used(JarClasses jar) {
    Set<String> names = new HashSet<>();
    jar.classes()
        .forEach(
            (name, code) -> {
              if (!jar.micronaut().contains(name) && !Libraries.isPruned(name)) {
                ClassFile file = new ClassFile(code);
                names.addAll(file.names());
                Set<String> references = file.references();
                if (!name.endsWith(DEFINITION)) {
                  references.removeIf(
                      reference -> INJECTED.stream().anyMatch(reference::startsWith));
                }
                names.addAll(references);
              }
            });
    Set<Part> parts =
        PARTS.stream()
            .filter(
                part ->
                    part == ALWAYS
                        || names.stream()
                            .anyMatch(name -> part.names().stream().anyMatch(name::startsWith)))
            .collect(Collectors.toSet());
    boolean async = names.stream().anyMatch(name -> ASYNC.matcher(name).matches());
    Map<String, Set<String>> used = new TreeMap<>(jar.services());
    used.keySet().removeAll(UNLISTED);
    used.putIfAbsent(CONFIGURER, Set.of());
    used.replaceAll(
        (service, providers) ->
            providers.stream()
                .filter(
                    provider ->
                        isUsed(provider.replace('.', '/'), parts)
                            && hasClient(provider.replace('.', '/'), jar, async))
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    return used;
  }

  private static boolean isUsed(String provider, Set<Part> parts) {
    return PARTS.stream()
        .filter(part -> part.has(provider))
        .findFirst()
        .map(parts::contains)
        .orElse(true);
  }

  /** Whether the jar has the SDK's client that a bean of Micronaut's module for the SDK makes. */
  private static boolean hasClient(String provider, JarClasses jar, boolean async) {
    if (!provider.startsWith(AWS)) {
      return true;
    }
    if (provider.contains("$Async") && !async) {
      return false;
    }
    byte[] configuration =
        jar.classes().get(provider.substring(0, provider.lastIndexOf('/')) + "/$BeanConfiguration");
    return configuration == null
        || new ClassFile(configuration)
            .references().stream()
                .filter(name -> name.startsWith("software/amazon/awssdk/"))
                .allMatch(jar.classes()::containsKey);
  }
}
