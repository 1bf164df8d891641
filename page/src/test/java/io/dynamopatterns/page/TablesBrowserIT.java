package io.dynamopatterns.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.page.browser.Tab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("io.dynamopatterns.page.browser.BrowserLevel#canRun")
class TablesBrowserIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile String version = "3";
  private volatile String path = "/hello";

  private final PageTasks operations =
      new PageTasks() {
        @Override
        public List<String> names() {
          return List.of("tables scan", "tables query", "tables get", "tables put");
        }

        @Override
        public String call(String name, String request) throws TaskException {
          calls.add(name + " " + request);
          Delays.await();
          if (name.equals("tables get")) {
            return "{\"item\":%s}".formatted(item(path, 7, version));
          }
          if (!name.equals("tables put")) {
            return page(request.contains("\"next\":\"2\""));
          }
          if (!request.contains("\"dryRun\"") && !version.equals("3")) {
            throw new TaskException(
                TaskException.Reason.CONFLICT,
                "/hello has changed meanwhile and is at version %s now: nothing was written."
                    .formatted(version));
          }
          return "{\"item\":%s,\"written\":true}".formatted(written(request));
        }
      };

  /** What was asked for as the next version, with the tokens that were stored. */
  private static String written(String request) {
    try {
      JsonNode asked = JSON.readTree(request);
      ObjectNode item = (ObjectNode) asked.path("item");
      item.putObject("version").put("N", "4");
      item.set("writeTokens", asked.path("replaces").path("writeTokens"));
      return item.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String page(boolean second) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      items.add(item(second ? "/late/" + i : i == 0 ? path : "/page/" + i, 7, version));
    }
    return "{\"keys\":[\"path\"],\"items\":[%s]%s}"
        .formatted(String.join(",", items), second ? "" : ",\"next\":\"2\"");
  }

  private static String item(String path, int hits, String version) {
    String text = Tab.quoted(path);
    String named = path.startsWith("/") ? "" : "%1$s:{\"S\":%1$s},".formatted(text);
    return "{\"path\":{\"S\":%s},%s\"hits\":{\"N\":\"%d\"},\"version\":{\"N\":\"%s\"},\"writeTokens\":{\"S\":\"a 0 b\"}}"
        .formatted(text, named, hits, version);
  }

  private Browsing browse() {
    FakeActivity activity = FakeActivity.small();
    activity.with(
        new Graph.Node(
            "orders",
            Graph.Kind.TABLE,
            "shop-dev-orders",
            "orders",
            "orders",
            Map.of(
                "Partition key",
                "customer (S)",
                "Sort key",
                "placedAt (S)",
                "Index byStatus",
                "status (S), placedAt (S)")));
    return new Browsing(activity, operations, "tables");
  }

  @Test
  void aTableIsScannedByPagesAndQueriedByKeyAndIndex() throws Exception {
    try (Browsing browsing = browse()) {
      Tab tab = browsing.tab;
      tab.awaitText("/hello");
      tab.awaitText("5 shown");
      tab.press("Show more");
      tab.awaitText("/late/4");
      tab.awaitText("10 shown, that is all");
      tab.choose("select[name=table]", "shop-dev-orders");
      tab.choose("select[name=index]", "byStatus");
      tab.awaitText("status (S)");
      tab.fill("input[name=partition]", "open");
      tab.fill("input[name=beginsWith]", "2026-11");
      tab.key("Enter");
      tab.await("document.querySelector('form button[type=submit]').textContent === 'Query'");
      String query =
          "{\"table\":\"shop-dev-orders\",\"limit\":50,\"index\":\"byStatus\",\"partition\":\"open\",\"beginsWith\":\"2026-11\"}";
      await(call -> call.equals("tables query " + query));
      browsing.assertClean();
    }
  }

  @Test
  void anItemOfAnIndexIsReadWholeBeforeItIsShown() throws Exception {
    try (Browsing browsing = browse()) {
      Tab tab = browsing.tab;
      tab.choose("select[name=table]", "shop-dev-orders");
      tab.choose("select[name=index]", "byStatus");
      tab.press("Scan");
      await(call -> call.startsWith("tables scan") && call.contains("byStatus"));
      tab.awaitElement("tbody .row-button");
      tab.click("tbody .row-button");
      tab.awaitText("Typed JSON");
      await(call -> call.startsWith("tables get"));
      browsing.assertClean();
    }
  }

  @Test
  void aHeadingSortsTheRowsByNumbersAndByText() {
    try (Browsing browsing = browse()) {
      Tab tab = browsing.tab;
      tab.awaitText("/hello");
      tab.click("th:nth-child(1) .sort");
      tab.await("document.querySelector('tbody tr').textContent.startsWith('/page/4')");
      tab.click("th:nth-child(1) .sort");
      tab.await("document.querySelector('tbody tr').textContent.startsWith('/hello')");
      assertThat(tab.count("th[aria-sort=ascending]")).isEqualTo(1);
    }
  }

  @Test
  void anEditIsShownAsADifferenceAndWrittenWithTheVersionThatWasRead() throws Exception {
    try (Browsing browsing = browse()) {
      Tab tab = browsing.tab;
      edit(tab);
      tab.awaitText("Write this change?");
      tab.await("document.activeElement.hasAttribute('data-cancel')");
      assertThat(calls)
          .noneMatch(call -> call.startsWith("tables put") && !call.contains("dryRun"));
      tab.click("[data-confirm]");
      await(
          call ->
              call.startsWith("tables put")
                  && !call.contains("dryRun")
                  && call.contains("\"replaces\":" + item("/hello", 7, "3")));
      browsing.assertClean();
    }
  }

  @Test
  void aChangeThatCameMeanwhileIsSaidToHaveAndTheItemIsReadAgain() {
    try (Browsing browsing = browse()) {
      Tab tab = browsing.tab;
      edit(tab);
      tab.awaitText("Write this change?");
      version = "5";
      tab.click("[data-confirm]");
      tab.awaitText("is at version 5 now: nothing was written");
      tab.press("Read it again");
      tab.await("document.querySelector('.attributes')?.textContent.includes('versionN5')");
    }
  }

  /** An attribute of this name is the library's own elsewhere, or the team's. */
  @Test
  void anEditOfAnAttributeThatIsHiddenElsewhereIsShownBeforeItIsWritten() {
    try (Browsing browsing = browse()) {
      Tab tab = browsing.tab;
      tab.press("/hello");
      tab.press("Edit");
      tab.fill(
          "textarea",
          "{\"path\":{\"S\":\"/hello\"},\"hits\":{\"N\":\"7\"},\"counted\":{\"S\":\"yes\"},\"version\":{\"N\":\"3\"}}");
      tab.press("Save");
      tab.awaitText("Write this change?");
      assertThat(tab.text("dialog .differences")).contains("counted").doesNotContain("writeTokens");
    }
  }

  @Test
  void whatWasTypedStaysWhenEscapeIsPressedOrAnotherTabOrItemIsLookedAt() {
    try (Browsing browsing = browse()) {
      Tab tab = browsing.tab;
      tab.press("/hello");
      tab.press("Edit");
      tab.fill("textarea", "{\"typed\":1}");
      tab.key("Escape");
      assertThat(tab.value("document.querySelector('textarea').value").asText())
          .isEqualTo("{\"typed\":1}");
      tab.press("Typed JSON");
      tab.await("!document.querySelector('textarea')");
      tab.press("/page/1");
      tab.await("document.querySelector('.split-details h2').textContent === '/page/1'");
      tab.press("/hello");
      tab.press("Edit");
      tab.await("document.querySelector('textarea').value === '{\"typed\":1}'");
      tab.press("Attributes");
      tab.value("document.querySelector('[role=tab]').focus()");
      tab.key("Escape");
      tab.await("!document.querySelector('.split-details')");
    }
  }

  @Test
  void theDetailsTakeTheFocusAndGiveItBackToTheirRow() {
    try (Browsing browsing = browse()) {
      Tab tab = browsing.tab;
      tab.awaitText("/hello");
      tab.value("document.querySelector('tbody .row-button').focus()");
      tab.key("Enter");
      tab.await("document.activeElement.classList.contains('split-details')");
      tab.key("Escape");
      tab.await("document.activeElement.matches('tbody .row-button')");
    }
  }

  /** Names and values that would run a script or leave a literal, and one word of 3,000 letters. */
  @Test
  void hostileKeysNamesAndValuesAreTextAndFitAPhone() {
    path =
        "<img src=x onerror=\"window.hacked=1\"><script>hacked=1</script>'\"`${hacked=1}\u2028\u202e"
            + "k".repeat(3000);
    try (Browsing browsing = browse()) {
      Tab tab = browsing.tab;
      tab.size(375, 812);
      tab.awaitElement("tbody .row-button");
      browsing.assertNoSidewaysScroll();
      tab.click("tbody .row-button");
      for (String part : List.of("Typed JSON", "Attributes", "Edit")) {
        tab.press(part);
        tab.await(
            "document.querySelector('[role=tab][aria-selected=true]').textContent === "
                + Tab.quoted(part));
        browsing.assertNoSidewaysScroll();
      }
      String text = tab.value("document.querySelector('textarea').value").asText();
      assertThat(text).contains("onerror");
      tab.fill("textarea", text.replace("\"7\"", "\"8\"").replace("hacked=1}", "hacked=2}"));
      tab.press("Save");
      tab.awaitElement("dialog .differences");
      browsing.assertNoSidewaysScroll();
      assertThat(tab.value("document.querySelector('dialog').scrollWidth <= 375").asBoolean())
          .isTrue();
      assertThat(tab.value("typeof window.hacked").asText()).isEqualTo("undefined");
      assertThat(tab.count("#app img, #app script, #app iframe")).isZero();
      assertThat(tab.value("location.href").asText()).endsWith("/#/tables");
      browsing.assertClean();
    }
  }

  private static void edit(Tab tab) {
    tab.press("/hello");
    tab.press("Edit");
    tab.awaitElement("textarea");
    tab.fill(
        "textarea",
        "{\"path\":{\"S\":\"/hello\"},\"hits\":{\"N\":\"8\"},\"version\":{\"N\":\"3\"}}");
    tab.press("Save");
  }

  /** Waits until the page has asked for such a call. */
  private void await(Predicate<String> call) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (calls.stream().noneMatch(call) && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(calls).anyMatch(call);
  }
}
