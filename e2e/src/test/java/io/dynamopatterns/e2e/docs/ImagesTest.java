package io.dynamopatterns.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

class ImagesTest {
  private static final Path IMAGES = Project.root().resolve("docs/images");
  private static final Pattern IMAGE = Pattern.compile("!\\[([^\\]]*)\\]\\(([^)]+)\\)");

  static List<Path> drawings() throws IOException {
    return Documents.in(IMAGES, ".svg");
  }

  @ParameterizedTest
  @MethodSource("drawings")
  void aDrawingHasATitleAndADescriptionIsLightAndDarkAndMovesForThoseOnlyWhoWantIt(Path drawing)
      throws Exception {
    Element svg =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(drawing.toFile())
            .getDocumentElement();
    String text = Files.readString(drawing);

    assertThat(svg.getAttribute("role")).isEqualTo("img");
    assertThat(svg.getAttribute("aria-labelledby")).isEqualTo("title description");
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isNotBlank();
    assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).hasSizeGreaterThan(40);
    assertThat(text).contains("@media (prefers-color-scheme: dark)");
    assertThat(text).doesNotContain("<script").doesNotContain("href=");
    if (text.contains("@keyframes")) {
      assertThat(text.indexOf("@media (prefers-reduced-motion: no-preference)"))
          .isBetween(0, text.indexOf("@keyframes"));
    }
  }

  @Test
  void thePictureOfTheStatesOfWorkHasEachOfThem() throws IOException {
    String source =
        Files.readString(
            Project.root()
                .resolve(
                    "processor-fn/src/main/java/io/dynamopatterns/processor/table/WorkState.java"));
    List<String> states =
        Pattern.compile("(?m)^  ([A-Z]+)[,;(]")
            .matcher(source)
            .results()
            .map(state -> state.group(1))
            .toList();

    assertThat(states).hasSizeGreaterThan(7);
    assertThat(Files.readString(IMAGES.resolve("work-states.svg")))
        .contains(states.stream().map(state -> ">" + state + "<").toList());
  }

  @Test
  void eachImageOfTheDocumentsExistsHasWordsAndIsShownSomewhere() throws IOException {
    StringBuilder shown = new StringBuilder();
    for (Path file : Documents.in(Project.root(), ".md")) {
      String markdown = Files.readString(file);
      shown.append(markdown);
      Matcher image = IMAGE.matcher(markdown);
      while (image.find()) {
        if (!image.group(2).startsWith("http")) {
          assertThat(file.resolveSibling(image.group(2)).normalize()).as("%s", file).exists();
          assertThat(image.group(1)).as("the words of %s", image.group(2)).isNotBlank();
        }
      }
    }
    assertThat(
            Documents.in(IMAGES, "").stream()
                .map(image -> image.getFileName().toString())
                .filter(name -> shown.indexOf("images/" + name) < 0))
        .as("images that no document shows")
        .isEmpty();
  }
}
