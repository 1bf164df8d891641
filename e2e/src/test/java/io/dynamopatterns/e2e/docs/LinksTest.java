package io.dynamopatterns.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links of Markdown within the repository. Those to other sites are not followed. */
class LinksTest {
  private static final Pattern CODE =
      Pattern.compile("(?ms)^ *```.*?^ *```$|<!--.*?-->|(?<!`)`[^`\\n]+`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

  @Test
  void eachLinkLeadsToAFileAndToAHeadingOfIt() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path file : Documents.in(Project.root(), ".md")) {
      List<String> found = links(file);
      links += found.size();
      broken.addAll(broken(file, found));
    }

    assertThat(links).isGreaterThan(500);
    assertThat(broken).isEmpty();
  }

  @Test
  void aLinkToAHeadingThatWasRenamedIsFound(@TempDir Path directory) throws IOException {
    Files.writeString(
        Files.createDirectories(directory.resolve("b")).resolve("README.md"),
        "# B\n\n## `x`'s y\n");
    Path file =
        Files.writeString(
            directory.resolve("a.md"),
            "[b](b#xs-y), [b](b/README.md#x-y), [c](c.md) `[d](d.md)`\n");

    assertThat(broken(file, links(file)))
        .containsExactly(
            "a.md: b/README.md#x-y: no such heading", "a.md: c.md: no such file or directory");
  }

  private static List<String> links(Path file) throws IOException {
    String text = Files.readString(file);
    // The text of a link may be code: only blocks and code that holds a link are taken out.
    String prose =
        CODE.matcher(text)
            .replaceAll(
                code -> code.group().contains("](") || code.group().contains("\n") ? "" : "X");
    return LINK.matcher(prose)
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.matches("[a-z]+:.*"))
        .toList();
  }

  private static List<String> broken(Path file, List<String> links) throws IOException {
    List<String> broken = new ArrayList<>();
    for (String link : links) {
      String[] parts = link.split("#", 2);
      Path target =
          parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).toAbsolutePath().normalize();
      if (!Files.exists(target)) {
        broken.add("%s: %s: no such file or directory".formatted(file.getFileName(), link));
        continue;
      }
      Path document = Files.isDirectory(target) ? target.resolve("README.md") : target;
      if (parts.length == 2
          && document.toString().endsWith(".md")
          && !anchors(document).contains(parts[1])) {
        broken.add("%s: %s: no such heading".formatted(file.getFileName(), link));
      }
    }
    return broken;
  }

  /** The anchors that GitHub gives to the headings of a document. */
  private static Set<String> anchors(Path document) throws IOException {
    Set<String> anchors = new HashSet<>();
    Matcher heading =
        HEADING.matcher(
            Pattern.compile("(?ms)^```.*?^```$")
                .matcher(Files.readString(document))
                .replaceAll(""));
    while (heading.find()) {
      String anchor =
          heading
              .group(1)
              .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
              .strip()
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}_ -]", "")
              .replace(' ', '-');
      for (int n = 1; !anchors.add(n == 1 ? anchor : anchor + "-" + (n - 1)); n++) {}
    }
    return anchors;
  }
}
