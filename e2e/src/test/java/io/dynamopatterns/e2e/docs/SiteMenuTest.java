package io.dynamopatterns.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SiteMenuTest {
  @Test
  void theMenuOfTheSiteHasEachDocument() throws IOException {
    String menu = Files.readString(Project.root().resolve("site/collect.mjs"));
    List<String> names;
    try (Stream<Path> documents = Files.list(Project.root().resolve("docs"))) {
      names =
          documents
              .map(document -> document.getFileName().toString())
              .filter(name -> name.endsWith(".md") && !name.equals("README.md"))
              .toList();
    }

    assertThat(names).hasSizeGreaterThan(20);
    assertThat(names)
        .allSatisfy(
            name ->
                assertThat(menu)
                    .containsAnyOf("'" + name.replace(".md", "") + "'", "'docs/" + name + "'"));
  }
}
