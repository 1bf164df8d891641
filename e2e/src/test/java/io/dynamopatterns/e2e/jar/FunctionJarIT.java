package io.dynamopatterns.e2e.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the deployed jars may weigh and hold, and that anyone can build the same bytes. */
class FunctionJarIT {
  /** What a jar may weigh: DynamoDB's client alone, and with the clients of other services. */
  private static final Map<String, Long> MAX_BYTES =
      Map.of(
          "aggregator-fn.jar", 10_000_000L,
          "coupons-fn.jar", 13_000_000L,
          "periodic-fn.jar", 8_000_000L,
          "eventstore-fn.jar", 8_500_000L,
          "fanout-fn.jar", 11_000_000L,
          "history-fn.jar", 8_000_000L,
          "processor-fn.jar", 11_000_000L,
          "page-hits-fn.jar", 8_000_000L);

  /** Each costs megabytes and cold start. */
  private static final List<String> UNWANTED =
      List.of(
          "software/amazon/awssdk/http/apache/",
          "software/amazon/awssdk/http/nio/netty/",
          "org/apache/http/",
          "io/netty/",
          "com/fasterxml/jackson/databind/",
          "io/micronaut/http/body/",
          "io/micronaut/scheduling/processor/",
          "io/micronaut/serde/support/",
          "META-INF/micronaut/",
          "ch/qos/logback/",
          "reactor/core/");

  /**
   * What a jar needs all the same. AWS's event-ruler, which matches the fan-out's filters and a
   * rule's pattern, is written with Jackson's databind, and the client of DAX with Netty.
   */
  private static final Map<String, List<String>> NEEDED =
      Map.of(
          "aggregator-fn.jar", List.of("com/fasterxml/jackson/databind/"),
          "coupons-fn.jar", List.of("io/netty/", "software/amazon/awssdk/http/nio/netty/"),
          "fanout-fn.jar", List.of("com/fasterxml/jackson/databind/"));

  /**
   * The components whose own jars have no licence text. All are under the Apache License 2.0, whose
   * text is in each jar as this project's, but reactive-streams, as MIT-0 asks for no text, and
   * crac, whose text common has. The DAX client contains ANTLR, whose text dax has.
   */
  private static final Pattern WITHOUT_TEXT =
      Pattern.compile(
          "(com\\.amazonaws:aws-lambda-java-|com\\.google\\.code\\.findbugs:jsr305:|io\\.micronaut"
              + "|io\\.netty:|org\\.crac:crac:|org\\.reactivestreams:reactive-streams:"
              + "|software\\.amazon\\.dax:amazon-dax-client:"
              + "|software\\.amazon\\.event\\.ruler:event-ruler:"
              + "|software\\.amazon\\.eventstream:eventstream:).*");

  private static final String ANTLR =
      "META-INF/licenses/software.amazon.dax.amazon-dax-client/LICENSE-ANTLR.txt";

  /** The packages of which a jar has only what it uses; each service of AWS is one. */
  private static final Pattern PARTLY_KEPT =
      Pattern.compile(
          "^(software/amazon/awssdk/(services/\\w+|regions)|com/amazonaws/services/lambda/runtime/events"
              + "|io/micronaut/(aws/sdk/v2|context|discovery|http|json|logging|runtime|scheduling|serde))/");

  static List<Path> jars() {
    return Project.jars();
  }

  /** The module that is a library in the jar has classes there, and no beans. */
  @ParameterizedTest
  @CsvSource({"processor-fn.jar, eventstore", "fanout-fn.jar, history"})
  void listsNoBeansOfAModuleThatIsALibrary(String jar, String library) throws IOException {
    try (ZipFile content = new ZipFile(Project.jarNamed(jar).toFile())) {
      String beans =
          new String(
              content.getInputStream(content.getEntry("META-INF/micronaut.index")).readAllBytes(),
              StandardCharsets.UTF_8);

      assertThat(beans)
          .contains(" io.dynamopatterns.common.")
          .doesNotContain(" io.dynamopatterns." + library + ".");
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void isSmallAndFreeOfWhatItDoesNotNeed(Path jar) throws IOException {
    String file = jar.getFileName().toString();
    assertThat(Files.size(jar)).isLessThanOrEqualTo(MAX_BYTES.get(file));
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .noneMatch(
              name ->
                  UNWANTED.stream()
                      .filter(unwanted -> !NEEDED.getOrDefault(file, List.of()).contains(unwanted))
                      .anyMatch(name::startsWith));
    }
  }

  /**
   * By the JDK's own tool, which knows nothing of the build. It also reports classes that Micronaut
   * uses only if they exist: those of services that the jar does not have.
   */
  @ParameterizedTest
  @MethodSource("jars")
  void hasEachClassOfAwsLibrariesThatOneOfItsClassesRefersTo(Path jar) throws IOException {
    StringWriter report = new StringWriter();
    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(
            new PrintWriter(report),
            new PrintWriter(report),
            "--multi-release",
            "21",
            "--missing-deps",
            jar.toString());
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Set<String> packages =
          zip.stream()
              .flatMap(entry -> PARTLY_KEPT.matcher(entry.getName()).results())
              .map(MatchResult::group)
              .collect(Collectors.toSet());
      List<String> missing = report.toString().lines().filter(line -> line.contains("->")).toList();

      assertThat(packages).contains("software/amazon/awssdk/services/dynamodb/");
      assertThat(missing).as("what jdeps reports").isNotEmpty();
      assertThat(missing)
          .noneMatch(
              line ->
                  packages.stream()
                      .anyMatch(
                          name ->
                              line.substring(line.indexOf("->")).contains(name.replace('/', '.'))));
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void holdsNoFileTwice(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName)).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void namesEachComponentWithItsVersionAsScannersReadIt(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Map<String, List<String>> components = components(zip);

      assertThat(components.keySet())
          .anyMatch(component -> component.startsWith("io.dynamopatterns:common:"))
          .anyMatch(component -> component.startsWith("io.micronaut:micronaut-inject:"))
          .anyMatch(component -> component.startsWith("org.slf4j:slf4j-api:"))
          .anyMatch(component -> component.startsWith("software.amazon.awssdk:dynamodb:"))
          .noneMatch(component -> component.startsWith("io.dynamopatterns:local:"));
      for (String component : components.keySet()) {
        String[] names = component.split(":");
        String file = "META-INF/maven/%s/%s/pom.properties".formatted(names[0], names[1]);
        assertThat(text(zip, file)).contains("version=" + names[2]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void hasTheLicenceOfThisProjectAndOfEachComponent(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertThat(text(zip, "META-INF/LICENSE"))
          .isEqualTo(Files.readString(Project.root().resolve("LICENSE")));
      assertThat(text(zip, "META-INF/NOTICE"))
          .isEqualTo(Files.readString(Project.root().resolve("NOTICE")));
      assertThat(legalTextOf("org.slf4j:slf4j-api:", zip))
          .contains("Permission is hereby granted, free  of charge");
      assertThat(text(zip, "META-INF/licenses/org.crac.crac/LICENSE.txt"))
          .contains("Azul Systems, Inc.");
      if (zip.getEntry("software/amazon/dax/org/antlr/v4/runtime/Parser.class") != null) {
        assertThat(text(zip, ANTLR)).contains("Terence Parr", "Sam Harwell");
      }
      components(zip)
          .forEach(
              (component, files) -> {
                assertThat(files).as(component).allMatch(file -> zip.getEntry(file) != null);
                if (!WITHOUT_TEXT.matcher(component).matches()) {
                  assertThat(files).as(component).isNotEmpty();
                }
              });
    }
  }

  /** Which may be in the directory of another component that has the same text. */
  private static String legalTextOf(String component, ZipFile jar) throws IOException {
    StringBuilder texts = new StringBuilder();
    for (Map.Entry<String, List<String>> each : components(jar).entrySet()) {
      if (each.getKey().startsWith(component)) {
        for (String file : each.getValue()) {
          texts.append(text(jar, file));
        }
      }
    }
    return texts.toString();
  }

  /** What the jar lists: a line for each component, and an indented one for each of its files. */
  private static Map<String, List<String>> components(ZipFile jar) throws IOException {
    Map<String, List<String>> components = new TreeMap<>();
    String component = "";
    String list = text(jar, "META-INF/licenses/COMPONENTS");
    for (String line : list.substring(list.indexOf("\n\n") + 2).lines().toList()) {
      if (line.startsWith("  ")) {
        components.get(component).add(line.strip());
      } else {
        component = line;
        components.put(component, new ArrayList<>());
      }
    }
    return components;
  }

  private static String text(ZipFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    assertThat(entry).as("%s in %s", name, jar.getName()).isNotNull();
    try (InputStream content = jar.getInputStream(entry)) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aSecondBuildOfTheSameSourcesHasTheSameBytes() throws Exception {
    Path copy = Files.createTempDirectory(Path.of("target"), "rebuild-").toAbsolutePath();
    Command git = new Command(Project.root(), Map.of());
    Command.Result files =
        git.run(
            Duration.ofMinutes(1),
            List.of("git", "ls-files", "--cached", "--others", "--exclude-standard"));
    assertThat(files.exitCode()).as(files.all()).isZero();
    for (String file : files.output().lines().toList()) {
      Path source = Project.root().resolve(file);
      if (Files.isRegularFile(source)) {
        Files.createDirectories(copy.resolve(file).getParent());
        Files.copy(source, copy.resolve(file));
      }
    }

    Command.Result build =
        new Command(copy, Map.of())
            .run(
                Duration.ofMinutes(5),
                List.of(
                    "mvn",
                    "--offline",
                    "--quiet",
                    "--batch-mode",
                    "-Dmaven.test.skip=true",
                    "-Dspotless.check.skip=true",
                    "--projects",
                    String.join(",", Project.FUNCTION_MODULES),
                    "--also-make",
                    "package"));

    assertThat(build.exitCode()).as(build.all()).isZero();
    for (Path jar : jars()) {
      Path rebuilt = copy.resolve(Project.root().relativize(jar).toString());
      assertThat(sha256(rebuilt)).as(jar.toString()).isEqualTo(sha256(jar));
    }
  }

  private static String sha256(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return "%064x".formatted(new BigInteger(1, digest));
  }
}
