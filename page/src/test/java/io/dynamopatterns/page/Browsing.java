package io.dynamopatterns.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.page.browser.Chromium;
import io.dynamopatterns.page.browser.Tab;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A page's server with a tab that shows it. What goes wrong unseen is found when it is closed. */
final class Browsing implements AutoCloseable {
  private final PageServer server;
  final Tab tab;

  Browsing(Activity activity, PageTasks operations, String view) {
    try {
      server = PageServer.start(0, activity, operations);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tab = Chromium.open(server.uri().resolve("/#/" + view));
    tab.awaitElement("main");
  }

  Browsing(Activity activity, String view) {
    this(activity, PageTasks.NONE, view);
  }

  void stopServer() {
    server.close();
  }

  /** That the page has had no error and has asked no other server for anything. */
  void assertClean() {
    assertThat(tab.errors()).isEmpty();
    assertThat(tab.requests())
        .allMatch(url -> url.startsWith(server.uri() + "/") || url.startsWith("data:"));
  }

  /** That nothing is wider than the window. What scrolls has its own box. */
  void assertNoSidewaysScroll() {
    assertThat(
            tab.value(
                    "document.documentElement.scrollWidth - innerWidth + Math.max(0,"
                        + " document.querySelector('main').scrollWidth -"
                        + " document.querySelector('main').clientWidth)")
                .asInt())
        .isLessThanOrEqualTo(0);
  }

  @Override
  public void close() {
    tab.close();
    server.close();
  }
}
