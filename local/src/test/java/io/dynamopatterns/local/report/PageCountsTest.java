package io.dynamopatterns.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageCountsTest {
  private final List<JsonNode> items = List.of(page("/a", 2), page("/b", 1));

  @Test
  void pagesThatHaveOneHitForEachLineDoNotDiffer() {
    PageCounts counts = PageCounts.of(items, "path", Map.of("/a", 2L, "/b", 1L));

    assertThat(counts.hits()).isEqualTo(3);
    assertThat(counts.differences()).isEmpty();
  }

  @Test
  void aHitCountedForTheWrongPageIsFoundThoughTheSumIsRight() {
    assertThat(PageCounts.of(items, "path", Map.of("/a", 1L, "/b", 1L, "/c", 1L)).differences())
        .containsExactly("page /a has 2 hits of 1 lines", "page /c has 0 hits of 1 lines");
  }

  @Test
  void aPageWithoutLinesIsFound() {
    assertThat(PageCounts.of(items, "path", Map.of("/a", 2L)).differences())
        .containsExactly("page /b has 1 hits of 0 lines");
  }

  private static JsonNode page(String path, int hits) {
    ObjectMapper json = new ObjectMapper();
    var item = json.createObjectNode();
    item.putObject("path").put("S", path);
    item.putObject("hits").put("N", Integer.toString(hits));
    return item;
  }
}
