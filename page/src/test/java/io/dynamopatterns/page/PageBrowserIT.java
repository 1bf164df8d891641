package io.dynamopatterns.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.page.browser.Chromium;
import io.dynamopatterns.page.browser.Tab;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The frame of the page in a real browser. */
@EnabledIf("io.dynamopatterns.page.browser.BrowserLevel#canRun")
class PageBrowserIT {
  private final FakeActivity activity = FakeActivity.small();
  private PageServer server;

  @BeforeEach
  void start() throws Exception {
    server = PageServer.start(0, activity, Operations.NONE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void totalsAndBoxesFollowTheFleetWithoutALoad() {
    try (Tab tab = Chromium.open(server.uri())) {
      tab.awaitText("page-hits");
      activity.total(1234, 567, 89, 0, 3);
      activity.figure("page-hits", "invocations", 89);
      tab.await("document.querySelector('.totals').textContent.includes('1,234')");
      tab.await("document.querySelector('[data-node=page-hits]').textContent.includes('89 runs')");
      assertThat(tab.errors()).isEmpty();
      assertThat(tab.requests())
          .allMatch(url -> url.startsWith(server.uri() + "/") || url.startsWith("data:"));
    }
  }
}
