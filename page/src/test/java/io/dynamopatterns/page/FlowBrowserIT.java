package io.dynamopatterns.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.page.browser.Tab;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The frame of the page and its picture of the deployment, in a real browser. */
@EnabledIf("io.dynamopatterns.page.browser.BrowserLevel#canRun")
class FlowBrowserIT {
  private static final String HITS = "[data-node=page-hits]";

  private final FakeActivity activity = FakeActivity.small();

  @Test
  void totalsBoxesAndArrowsFollowTheFleetWithoutAReload() {
    try (Browsing browsing = new Browsing(activity, "flow")) {
      Tab tab = browsing.tab;
      tab.awaitText("page-hits");
      activity.total(1234, 567, 89, 0, 3);
      activity.figure("page-hits", "invocations", 89);
      activity.edgeFigure("clicks", "page-hits", "records", 700);
      activity.edgeFigure("clicks", "page-hits", "lag", 12);
      tab.await("document.querySelector('.totals').textContent.includes('1,234')");
      tab.await("document.querySelector('" + HITS + "').textContent.includes('89 runs')");
      tab.await("document.querySelector('.graph').textContent.includes('lag 12')");
      browsing.assertClean();
    }
  }

  @Test
  void aPathOfFailuresAppearsOnceSomethingHasFailed() {
    try (Browsing browsing = new Browsing(activity, "flow")) {
      Tab tab = browsing.tab;
      tab.awaitElement(HITS);
      assertThat(tab.count("[data-node=page-hits-dead]")).isZero();
      activity.figure("page-hits-dead", "deadLetters", 2);
      activity.figure("page-hits-dead", "waiting", 2);
      tab.awaitElement("[data-node=page-hits-dead].troubled");
      assertThat(tab.text("[data-node=page-hits-dead]")).contains("2 waiting");
      browsing.assertClean();
    }
  }

  @Test
  void aQueueThatNothingReadsAppearsWithItsMessagesAndThePictureStaysWhereItWasMoved() {
    activity.with(FakeActivity.node(Graph.Kind.QUEUE, "archive", "pages"));
    String place = "document.querySelector('.graph > g').getAttribute('transform')";
    try (Browsing browsing = new Browsing(activity, "flow")) {
      Tab tab = browsing.tab;
      tab.awaitElement(HITS);
      assertThat(tab.count("[data-node=archive]")).isZero();
      String start = tab.value(place).asText();
      tab.click("[aria-label='Zoom in']");
      tab.await(
          "%s !== %s && !document.querySelector('.graph').__transition"
              .formatted(place, Tab.quoted(start)));
      String moved = tab.value(place).asText();
      activity.figure("archive", "waiting", 3);
      tab.awaitElement("[data-node=archive]");
      assertThat(tab.value(place).asText()).isEqualTo(moved);
      tab.press("Collapse all");
      tab.await("%s !== %s".formatted(place, Tab.quoted(moved)));
      browsing.assertClean();
    }
  }

  @Test
  void noBoxMovesWhileTheMouseDoes() {
    String place = "document.querySelector('%s').getAttribute('transform')".formatted(HITS);
    try (Browsing browsing = new Browsing(activity, "flow")) {
      Tab tab = browsing.tab;
      tab.awaitElement(HITS);
      tab.awaitText("0 runs");
      tab.value(
          "window.aimed = setInterval(() => document.querySelector('.graph').dispatchEvent(new PointerEvent('pointermove', {bubbles: true, pointerType: 'mouse'})), 50)");
      String before = tab.value(place).asText();
      activity.figure("page-hits-dead", "deadLetters", 2);
      activity.figure("page-hits-dead", "waiting", 2);
      activity.total(7, 0, 0, 0, 0);
      tab.await("document.querySelector('.totals dd').textContent === '7'");
      assertThat(tab.count("[data-node=page-hits-dead]")).isZero();
      assertThat(tab.value(place).asText()).isEqualTo(before);
      tab.value("clearInterval(window.aimed)");
      tab.awaitElement("[data-node=page-hits-dead]");
    }
  }

  @Test
  void theFiguresHaveTheirPlaceBeforeTheFirstCountsArrive() {
    CountDownLatch counted = new CountDownLatch(1);
    FakeActivity late =
        new FakeActivity(activity.deployment()) {
          @Override
          public Counts counts() {
            try {
              counted.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return super.counts();
          }
        };
    late.total(5, 0, 0, 0, 0);
    String places =
        "[...document.querySelectorAll('main, .top .icon, nav a')].map((e) => e.getBoundingClientRect().top)";
    try (Browsing browsing = new Browsing(late, "flow")) {
      Tab tab = browsing.tab;
      tab.awaitText("–");
      JsonNode before = tab.value(places);
      counted.countDown();
      tab.await("document.querySelector('.totals dd').textContent === '5'");
      assertThat(tab.value(places)).isEqualTo(before);
      browsing.assertClean();
    }
  }

  @Test
  void aBoxOpensItsInvocationsLogsByRequestPermissionsAndRecordsWhoseContentIsLoadedWhenAskedFor() {
    Instant time = Instant.parse("2026-11-29T10:00:00Z");
    activity.invoked("page-hits", new Activity.Invocation("r1", time, 12, "clicks", 3, ""));
    activity.invoked(
        "page-hits", new Activity.Invocation("r2", time, 900, "clicks", 1, "no such page"));
    activity.logged("page-hits", new Activity.LogLine(time.toString(), "INFO", "r1", "counted"));
    activity.logged(
        "page-hits", new Activity.LogLine(time.toString(), "ERROR", "r2", "page rejected"));
    activity.passed(
        "page-hits",
        new Activity.Passed("p1", time, "in", "r2", "192.0.2.1", 120),
        "{\"path\":\"/secret\"}");
    try (Browsing browsing = new Browsing(activity, "flow")) {
      Tab tab = browsing.tab;
      tab.click(HITS);
      tab.awaitText("writes to");
      tab.press("Invocations");
      tab.awaitText("no such page");
      tab.awaitText("from clicks");
      // A failed invocation leads to its own lines of log.
      tab.press("10:00:00");
      tab.awaitText("page rejected");
      assertThat(tab.text(".log")).doesNotContain("counted");
      tab.press("Show all");
      tab.awaitText("counted");
      tab.press("Permissions");
      tab.awaitText("dynamodb:PutItem");
      tab.press("Records");
      tab.press("192.0.2.1");
      tab.awaitText("Show the content");
      assertThat(tab.requests()).noneMatch(url -> url.endsWith("/payload"));
      tab.press("Show the content");
      tab.awaitText("/secret");
      assertThat(tab.requests()).noneMatch(url -> url.contains("secret") || url.contains("?"));
      browsing.assertClean();
    }
  }

  @Test
  void aLargeDeploymentIsShownByGroupsWhichExpandAndAreFound() {
    try (Browsing browsing = new Browsing(FakeActivity.large(12), "flow")) {
      Tab tab = browsing.tab;
      tab.awaitElement("[data-group=pattern-3]");
      assertThat(tab.count(".box")).isEqualTo(13);
      tab.click("[data-group=pattern-3]");
      tab.awaitElement("[data-node=pattern-3-count]");
      tab.fill("input[type=search]", "pattern-7-publish");
      tab.awaitElement("[data-group=pattern-7].found");
      tab.press("Expand all");
      tab.awaitElement("[data-node=pattern-11-count]");
      assertThat(
              tab.value(
                      "Math.round(document.querySelector('.graph g"
                          + " g:last-of-type').getBoundingClientRect().width)")
                  .asInt())
          .isPositive();
      tab.press("Collapse all");
      tab.await("document.querySelectorAll('.box').length === 13");
      tab.fill("input[type=search]", "");
      tab.press("As a table");
      tab.await("document.querySelectorAll('tbody tr').length === 61");
      browsing.assertClean();
    }
  }

  @Test
  void thePageIsUsedByTheKeyboardAlone() {
    try (Browsing browsing = new Browsing(activity, "flow")) {
      Tab tab = browsing.tab;
      tab.awaitElement(HITS);
      tab.key("Tab");
      tab.await("document.activeElement.classList.contains('skip')");
      tab.key("Enter");
      tab.await("document.activeElement.id === 'main'");
      for (int i = 0; i < 20 && !isAt(tab, HITS); i++) {
        tab.key("Tab");
      }
      assertThat(isAt(tab, HITS)).isTrue();
      tab.key("Enter");
      tab.await("document.activeElement.classList.contains('panel')");
      tab.key("Tab");
      tab.key("Tab");
      tab.key("ArrowRight");
      tab.await("document.activeElement.textContent === 'Invocations'");
      tab.awaitText("Not invoked yet");
      tab.key("Escape");
      tab.await("!document.querySelector('.panel')");
      // The focus is back where it was.
      assertThat(isAt(tab, HITS)).isTrue();
      browsing.assertClean();
    }
  }

  private static boolean isAt(Tab tab, String selector) {
    return tab.value("document.activeElement.matches('" + selector + "')").asBoolean();
  }

  @Test
  void aFleetThatStopsIsSaidToHaveStopped() {
    try (Browsing browsing = new Browsing(activity, "flow")) {
      browsing.tab.awaitText("Live");
      browsing.stopServer();
      browsing.tab.awaitText("Fleet stopped");
    }
  }

  @Test
  void everyTextHasAContrastOfFourAndAHalfInLightAndDark() {
    try (Browsing browsing = new Browsing(activity, "flow")) {
      for (String scheme : new String[] {"light", "dark"}) {
        browsing.tab.prefers(scheme);
        assertThat(browsing.tab.value(CONTRASTS).toString()).as(scheme).isEqualTo("[]");
      }
    }
  }

  /** Pairs of text and ground, as the style sheet uses them, whose contrast is too low. */
  private static final String CONTRASTS =
      """
      (() => {
        const probe = document.body.appendChild(document.createElement('i'));
        const colour = (name) => {
          probe.style.color = `var(${name})`;
          return getComputedStyle(probe).color.match(/[\\d.]+/g).slice(0, 3).map(Number);
        };
        const light = (rgb) => rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
          .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const pairs = [];
        for (const ground of ['--ground', '--surface', '--raised']) {
          for (const text of ['--text', '--muted', '--accent', '--good', '--bad', '--warm', '--stream']) {
            pairs.push([text, ground]);
          }
        }
        for (const tone of ['good', 'bad', 'warm', 'accent']) {
          pairs.push(['--' + tone, `--${tone}-soft`]);
        }
        pairs.push(['--accent-text', '--accent'], ['--surface', '--bad']);
        const low = pairs.filter(([text, ground]) => {
          const [a, b] = [light(colour(text)), light(colour(ground))].sort((x, y) => y - x);
          return (a + 0.05) / (b + 0.05) < 4.5;
        });
        probe.remove();
        return low.map((pair) => pair.join(' on '));
      })()
      """;
}
