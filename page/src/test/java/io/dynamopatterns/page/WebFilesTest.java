package io.dynamopatterns.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that every file of the page keeps. */
class WebFilesTest {
  private static final Path WEB = Path.of("src/main/resources/io/dynamopatterns/page/web");

  /** Ways by which text becomes HTML or code. */
  private static final Pattern INTERPRETS =
      Pattern.compile(
          "innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\\.write|\\beval\\(|new"
              + " Function|createContextualFragment|DOMParser|srcdoc|setAttribute\\('on|\\.html\\(");

  /** A payload must not come into an address, nor leave the machine. */
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "https?://(?!127\\.0\\.0\\.1)|URLSearchParams|\\?[a-z]+=\\$|history\\.pushState");

  @Test
  void noFileInterpretsTextAsHtmlOrCode() throws IOException {
    assertThat(found(INTERPRETS)).isEmpty();
  }

  @Test
  void noFileNamesAnotherMachineOrPutsDataIntoAnAddress() throws IOException {
    assertThat(found(ELSEWHERE)).isEmpty();
  }

  @Test
  void everyModuleIsPartOfThePage() throws IOException {
    String bundle = Bundle.of("app/main.js");
    Set<String> bundled = new HashSet<>();
    Matcher module = Pattern.compile("(?m)^modules\\['([^']+)'] = ").matcher(bundle);
    while (module.find()) {
      bundled.add(module.group(1));
    }
    assertThat(bundled)
        .containsExactlyInAnyOrderElementsOf(
            files().stream()
                .filter(file -> file.toString().endsWith(".js"))
                .map(file -> WEB.relativize(file).toString())
                .toList());
  }

  @Test
  void theLibraryThatIsKeptHereIsThePublishedOne() throws Exception {
    byte[] library = Files.readAllBytes(WEB.resolve("vendor/dagre-3.1.3.min.js"));
    String sum =
        java.util.HexFormat.of()
            .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(library));
    assertThat(Files.readString(WEB.resolve("vendor/README.md"))).contains(sum);
  }

  private static List<String> found(Pattern pattern) throws IOException {
    return files().stream()
        .flatMap(
            file -> {
              try (Stream<String> lines = Files.lines(file)) {
                return lines
                    .filter(line -> pattern.matcher(line).find())
                    .map(line -> WEB.relativize(file) + ": " + line.strip())
                    .toList()
                    .stream();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            })
        .toList();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(WEB)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(WEB.resolve("vendor")))
          .toList();
    }
  }
}
