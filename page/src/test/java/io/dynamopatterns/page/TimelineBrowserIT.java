package io.dynamopatterns.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.page.browser.Tab;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("io.dynamopatterns.page.browser.BrowserLevel#canRun")
class TimelineBrowserIT {
  private final FakeActivity activity = FakeActivity.small();

  @Test
  void chartsAndSlotsFollowTheFleetAndAValueIsShownUnderTheMouse() {
    Instant slot = Instant.parse("2026-11-29T10:00:00Z");
    try (Browsing browsing = new Browsing(activity, "timeline")) {
      Tab tab = browsing.tab;
      activity.ran(new Counts.Slot("periodic-close", slot, Instant.now()));
      activity.total(500, 200, 10, 0, 40);
      tab.awaitElement(".uplot canvas");
      assertThat(tab.count(".uplot canvas")).isEqualTo(4);
      tab.await(
          "[...document.querySelectorAll('.chart')].some(e => e.textContent.includes('40"
              + " waiting'))");
      tab.awaitText("periodic-close");
      tab.hover(".u-over", 0.9, 0.5);
      tab.await("document.querySelector('.hover').textContent.includes(' at ')");
      browsing.assertClean();
    }
  }

  private static void awaitTotal(Tab tab, String records) {
    tab.await("document.querySelector('.totals dd').textContent === " + Tab.quoted(records));
  }

  @Test
  void aValueIsShownByTheArrowKeysToo() {
    activity.total(1, 0, 0, 0, 0);
    try (Browsing browsing = new Browsing(activity, "timeline")) {
      Tab tab = browsing.tab;
      tab.awaitElement(".uplot canvas");
      awaitTotal(tab, "1");
      // A second point, which the arrow moves to.
      activity.total(2, 0, 0, 0, 0);
      awaitTotal(tab, "2");
      tab.value("document.querySelector('.chart').focus()");
      tab.key("Home");
      tab.await("document.querySelector('.hover').textContent.includes(' at ')");
      String first = tab.text(".hover");
      tab.key("ArrowRight");
      tab.await("document.querySelector('.hover').textContent !== " + Tab.quoted(first));
      browsing.assertClean();
    }
  }

  @Test
  void aNewConnectionShowsWhatCameBeforeItOnce() {
    try (Browsing browsing = new Browsing(activity, "timeline")) {
      browsing.tab.awaitElement(".uplot canvas");
      // Two points of one time would show as a fall to zero.
      assertThat(
              browsing
                  .tab
                  .value(
                      "import('/app/store.js').then(m => m.current().points.every((p, i, all) => i"
                          + " === 0 || p.time > all[i - 1].time))")
                  .asBoolean())
          .isTrue();
    }
  }
}
