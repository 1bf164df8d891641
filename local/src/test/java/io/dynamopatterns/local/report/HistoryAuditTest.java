package io.dynamopatterns.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class HistoryAuditTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ITEM =
      """
      {"path":{"S":"/a"},"hits":{"N":"3"},"tags":{"SS":["x","y"]}}""";

  private final List<String> requests = new CopyOnWriteArrayList<>();

  @Test
  void theLastEntryOfTheLastPageHasToBeTheItem() throws Exception {
    String sameWithSetInOtherOrder =
        """
        {"hits":{"N":"3"},"tags":{"SS":["y","x"]},"path":{"S":"/a"}}""";
    HistoryAudit.Result result =
        audit(
            page(
                "[{\"newImage\":{}},{\"oldImage\":{},\"newImage\":{\"a\":{\"N\":\"1\"}}}]",
                0,
                "next"),
            page(
                "[{\"oldImage\":{\"a\":{\"N\":\"1\"}},\"newImage\":%s}]"
                    .formatted(sameWithSetInOtherOrder),
                0,
                null));

    assertThat(result).isEqualTo(new HistoryAudit.Result(3, 1, 0, List.of()));
    assertThat(requests).hasSize(2);
    assertThat(JSON.readTree(requests.get(0)).at("/key/path/S").asText()).isEqualTo("/a");
    assertThat(JSON.readTree(requests.get(0)).has("next")).isFalse();
    assertThat(JSON.readTree(requests.get(1)).path("next").asText()).isEqualTo("next");
  }

  @Test
  void anItemThatItsHistoryDoesNotLeadToIsAProblem() throws Exception {
    HistoryAudit.Result result =
        audit(page("[{\"newImage\":{\"path\":{\"S\":\"/a\"},\"hits\":{\"N\":\"2\"}}}]", 0, null));

    assertThat(result.problems())
        .singleElement()
        .asString()
        .contains("/a")
        .contains("the last entry of its history is not the item");
  }

  @Test
  void anEntryThatDoesNotStartFromTheOneBeforeIsAProblem() throws Exception {
    HistoryAudit.Result result =
        audit(
            page(
                "[{\"newImage\":{\"a\":{\"N\":\"1\"}}},{\"oldImage\":{\"a\":{\"N\":\"2\"}},\"newImage\":%s}]"
                    .formatted(ITEM),
                0,
                null));

    assertThat(result.problems()).singleElement().asString().contains("does not start from");
  }

  @Test
  void anItemWithoutHistoryIsAProblem() throws Exception {
    HistoryAudit.Result result = audit(page("[]", 0, null));

    assertThat(result.items()).isZero();
    assertThat(result.problems()).hasSize(1);
  }

  @Test
  void gapsOfAllPagesAreAdded() throws Exception {
    HistoryAudit.Result result =
        audit(
            page("[{\"newImage\":{}}]", 1, "next"),
            page("[{\"newImage\":%s}]".formatted(ITEM), 2, null));

    assertThat(result.gaps()).isEqualTo(3);
  }

  @Test
  void aReadThatFailsIsAProblem() throws Exception {
    Invoker failing =
        request -> {
          throw new InvocationException("no such table");
        };

    assertThat(
            new HistoryAudit(failing, "pages", List.of("path")).audit(List.of(item())).problems())
        .singleElement()
        .asString()
        .contains("no such table");
  }

  private HistoryAudit.Result audit(String... pages) throws Exception {
    Invoker read =
        request -> {
          requests.add(request);
          return pages[requests.size() - 1];
        };
    return new HistoryAudit(read, "pages", List.of("path")).audit(List.of(item()));
  }

  private static JsonNode item() throws Exception {
    return JSON.readTree(ITEM);
  }

  private static String page(String entries, int gaps, String cursor) {
    return "{\"entries\":%s,\"gaps\":%d%s}"
        .formatted(entries, gaps, cursor == null ? "" : ",\"next\":\"" + cursor + "\"");
  }
}
