package io.dynamopatterns.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The release that this build made. */
class ReleaseIT {
  private static final Path PROJECT = Path.of("..");
  private static final Path RELEASE = PROJECT.resolve("target/release");

  private static final List<String> FUNCTIONS =
      List.of(
          "aggregator-fn",
          "eventstore-fn",
          "fanout-fn",
          "history-fn",
          "page-hits-fn",
          "periodic-fn",
          "processor-fn");

  @Test
  void everyFunctionIsReleasedWithItsHashAndSbom() throws IOException {
    Set<String> expected = new TreeSet<>(Set.of("LICENSE", "NOTICE", "SHA256SUMS"));
    for (String function : FUNCTIONS) {
      expected.add(function + ".jar");
      expected.add(function + ".jar.base64sha256");
      expected.add(function + ".cdx.json");
    }

    try (Stream<Path> files = Files.list(RELEASE)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void theSbomListsWhatIsInTheJar() throws IOException {
    for (String function : FUNCTIONS) {
      assertThat(listedInSbom(function)).as(function).isEqualTo(listedInJar(function));
    }
  }

  @Test
  void everyLibraryHasItsSourcesAndJavadoc() throws IOException {
    for (String library : List.of("common", "emulator", "function-jar", "history-fn")) {
      try (Stream<Path> files = Files.list(PROJECT.resolve(library).resolve("target"))) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .as(library)
            .anyMatch(endsWith("-sources.jar"))
            .anyMatch(endsWith("-javadoc.jar"));
      }
    }
  }

  private static Predicate<String> endsWith(String end) {
    return name -> name.endsWith(end);
  }

  private static Set<String> listedInSbom(String function) throws IOException {
    String sbom = Files.readString(RELEASE.resolve(function + ".cdx.json"));
    return Pattern.compile("\"purl\" : \"pkg:maven/([^/]+)/([^@]+)@([^?]+)\\?type=jar\"")
        .matcher(sbom)
        .results()
        .filter(purl -> !purl.group(2).equals(function))
        .map(purl -> purl.group(1) + ":" + purl.group(2) + ":" + purl.group(3))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> listedInJar(String function) throws IOException {
    try (ZipFile jar = new ZipFile(RELEASE.resolve(function + ".jar").toFile());
        InputStream list = jar.getInputStream(jar.getEntry("META-INF/licenses/COMPONENTS"))) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.matches("[^ ]+:[^ ]+:[^ ]+"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
