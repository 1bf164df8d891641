package io.dynamopatterns.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.page.Graph.Kind;
import io.dynamopatterns.page.browser.Chromium;
import io.dynamopatterns.page.browser.Tab;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile data, much data, small windows, and the page as a file, in a real browser. */
@EnabledIf("io.dynamopatterns.page.browser.BrowserLevel#canRun")
class SafetyBrowserIT {
  private static final String SCRIPT =
      "<img src=x onerror=\"window.hacked=1\"><script>hacked=1</script>";
  private static final String QUOTES = "'\"`${hacked=1}</script>\u2028\u202e{{token}}";
  private static final String LONG = "k".repeat(3000);

  @TempDir Path directory;

  private static FakeActivity hostile() {
    FakeActivity activity = FakeActivity.small();
    activity.with(FakeActivity.node(Kind.TABLE, SCRIPT, "pages"));
    activity.with(FakeActivity.node(Kind.QUEUE, QUOTES, "pages"));
    activity.with(FakeActivity.node(Kind.FUNCTION, LONG, SCRIPT));
    activity.figure(QUOTES, "waiting", 12_345_678_901L);
    Instant time = Instant.now();
    activity.invoked("page-hits", new Activity.Invocation(QUOTES, time, 1, SCRIPT, 1, SCRIPT));
    activity.logged("page-hits", new Activity.LogLine(SCRIPT, "ERROR", QUOTES, SCRIPT + LONG));
    activity.passed(
        "page-hits", new Activity.Passed(SCRIPT, time, "in", QUOTES, SCRIPT + LONG, 7), SCRIPT);
    return activity;
  }

  @Test
  void namesMessagesAndPayloadsAreTextWhateverTheyContain() {
    try (Browsing browsing = new Browsing(hostile(), "flow")) {
      Tab tab = browsing.tab;
      tab.awaitText("12.3B waiting");
      tab.click("[data-node=page-hits]");
      for (String part : new String[] {"Invocations", "Logs", "Records"}) {
        tab.press(part);
        tab.await("document.querySelector('.panel').textContent.includes('onerror=')");
      }
      tab.press("<img");
      tab.press("Show the content");
      tab.await("document.querySelector('.payload').textContent.includes('onerror=')");
      tab.press("As a table");
      tab.awaitText("12.3B waiting");
      assertHarmless(tab);
      browsing.assertNoSidewaysScroll();
      browsing.assertClean();
    }
  }

  private static void assertHarmless(Tab tab) {
    assertThat(tab.value("typeof window.hacked").asText()).isEqualTo("undefined");
    assertThat(tab.count("#app img, #app script, #app iframe")).isZero();
  }

  @Test
  void theBrowserItselfRefusesToMakeHtmlOrCodeOfText() {
    try (Browsing browsing = new Browsing(FakeActivity.small(), "flow")) {
      Tab tab = browsing.tab;
      assertThatThrownBy(() -> tab.value("document.body.innerHTML = '<b>x</b>'"))
          .hasMessageContaining("TrustedHTML");
      tab.value("fetch('http://127.0.0.1:9/').catch(() => 0)");
      tab.awaitError("connect-src");
      assertRefusesInlineStyle(tab);
    }
  }

  private static void assertRefusesInlineStyle(Tab tab) {
    String colour =
        tab.value(
                """
                (() => {
                  const styled = document.body.appendChild(document.createElement('div'));
                  styled.setAttribute('style', 'color: rgb(1, 2, 3)');
                  return getComputedStyle(styled).color;
                })()
                """)
            .asText();
    assertThat(colour).isNotEmpty().isNotEqualTo("rgb(1, 2, 3)");
    tab.awaitError("style-src");
  }

  /** As 24 functions over 10,000 lines: every figure changes every second. */
  @Test
  void thePageStaysUsableWhileEverythingMovesAndItsSizeIsBounded() throws Exception {
    FakeActivity activity = FakeActivity.large(24);
    Thread traffic =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int lines = 0; !Thread.currentThread().isInterrupted(); lines += 500) {
                    move(activity, lines);
                    if (sleepFails()) {
                      return;
                    }
                  }
                });
    try (Browsing browsing = new Browsing(activity, "flow")) {
      Tab tab = browsing.tab;
      tab.press("Expand all");
      tab.awaitElement("[data-node=pattern-23-count]");
      // Arrows move, so all figures have arrived.
      tab.awaitElement(".moving");
      tab.value(
          """
          (() => {
            window.frames24 = 0;
            const beat = () => { window.frames24++; requestAnimationFrame(beat); };
            requestAnimationFrame(beat);
          })()
          """);
      int before = tab.count("*");
      long records =
          tab.value("import('/app/store.js').then(m => m.current().counts.totals.lines)").asLong();
      // Frames are drawn, and figures arrive, one beside the other.
      tab.await(
          "frames24 > 30 && import('/app/store.js').then(m => window.lines24 = m.current().counts.totals.lines) && window.lines24 > %d"
              .formatted(records + 10_000));
      // A person's click is answered while figures move.
      tab.click("[data-node=pattern-5-count]");
      tab.awaitElement(".panel");
      assertThat(tab.count("*")).isLessThan(before + 300);
      browsing.assertClean();
    } finally {
      traffic.interrupt();
      traffic.join();
    }
  }

  private static boolean sleepFails() {
    try {
      Thread.sleep(100);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private static void move(FakeActivity activity, int lines) {
    activity.total(lines, lines / 2, lines / 50, lines / 5000, lines % 700);
    for (int i = 0; i < 24; i++) {
      activity.figure("pattern-" + i + "-collect", "invocations", lines / 50);
      activity.figure("pattern-" + i + "-table", "items", lines);
      activity.edgeFigure("clicks", "pattern-" + i + "-collect", "records", lines);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"flow", "timeline"})
  void aPhoneShowsEachViewWithoutSidewaysScroll(String view) {
    try (Browsing browsing = new Browsing(hostile(), view)) {
      Tab tab = browsing.tab;
      tab.size(375, 812);
      tab.awaitElement(".totals");
      browsing.assertNoSidewaysScroll();
      if (view.equals("flow")) {
        tab.press("As a table");
        tab.click("tbody .row-button");
        tab.awaitElement(".panel");
        browsing.assertNoSidewaysScroll();
      }
      browsing.assertClean();
    }
  }

  @Test
  void theReportIsOneFileThatShowsAllWithoutARequest() throws Exception {
    FakeActivity activity = hostile();
    activity.total(1000, 900, 80, 0, 0);
    Path file = directory.resolve("report.html");
    ReportFile report = new ReportFile(activity);
    report.sample();
    report.write(file, Map.of("elapsedMs", 12, "input", Map.of("lines", SCRIPT)));
    try (Tab tab = Chromium.open(file.toUri())) {
      tab.awaitText("Report");
      tab.awaitText("page-hits");
      tab.click("[data-node=page-hits]");
      tab.press("Invocations");
      tab.await("document.querySelector('.panel').textContent.includes('onerror=')");
      tab.press("Timeline");
      tab.awaitElement(".uplot canvas");
      tab.press("Run");
      tab.awaitText("The run took 12 ms");
      assertHarmless(tab);
      assertThat(tab.errors()).isEmpty();
      assertThat(tab.requests())
          .allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
      assertThat(tab.requests().stream().filter(url -> url.startsWith("file:"))).hasSize(1);
      assertThatThrownBy(() -> tab.value("document.body.innerHTML = '<b>x</b>'"))
          .hasMessageContaining("TrustedHTML");
      assertRefusesInlineStyle(tab);
    }
  }
}
