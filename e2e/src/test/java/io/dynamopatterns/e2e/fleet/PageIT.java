package io.dynamopatterns.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Processor;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.kinesis.KinesisStream;
import io.dynamopatterns.local.page.FleetPage;
import io.dynamopatterns.local.page.PageOperations;
import io.dynamopatterns.local.page.Running;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.page.browser.Chromium;
import io.dynamopatterns.page.browser.Tab;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of a fleet that runs: what people ask of it is answered from the page alone. With {@code
 * -Dscreenshots.write=true} it makes the pictures of README and docs.
 */
@EnabledIf("io.dynamopatterns.page.browser.BrowserLevel#canRun")
class PageIT {
  private static final Path IMAGES = Project.root().resolve("docs/images");
  private static final boolean WRITE = Boolean.getBoolean("screenshots.write");
  private static final int LINES = 300;

  @TempDir Path directory;

  @Test
  void whichPagesWereHotWhichGroupIsCompleteAndWhyARecordWasRejectedIsAnsweredFromThePage()
      throws Exception {
    FleetState state = FleetState.recorded();
    try (Workspace workspace = Workspace.fresh(directory);
        Fleet fleet = new Fleet(state, Project.root(), workspace)) {
      fleet.start();
      Running running = new Running(state, fleet.openGateway(0));
      try (PageOperations operations = new PageOperations(running.fleet(Optional.empty()));
          FleetPage page = FleetPage.start(fleet, workspace, 0, operations);
          Tab tab = Chromium.open(page.uri())) {
        tab.awaitText("Live");
        KinesisStream clicks = fleet.streams().iterator().next();
        submit(fleet, workspace, clicks);
        clicks.put("192.0.2.9", "{\"no\":\"click\"}".getBytes(StandardCharsets.UTF_8));
        tab.await("document.querySelector('.moving')");
        for (String group : List.of("aggregator", "periodic", "eventstore", "history", "fanout")) {
          tab.await(
              "/[1-9][0-9,]* runs?/.test(document.querySelector('[data-group=%s]').textContent)"
                  .formatted(group));
        }
        picture(tab, "page-flow");
        fleet.schedules(Instant.now(), schedule -> true).runEach();
        fleet.mappings().awaitSettled();

        pagesByHits(tab);
        completeGroup(tab, page.uri());
        rejectedRecord(tab, page.uri());
        tab.go(page.uri().resolve("/#/timeline"));
        tab.awaitElement(".uplot canvas");
        picture(tab, "page-timeline");
        assertThat(tab.errors()).isEmpty();
      }
    }
  }

  private static void submit(Fleet fleet, Workspace workspace, KinesisStream clicks)
      throws Exception {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      // One page in two is /hot, and one visitor has 10 of 30 lines.
      log.append(
          "192.0.2.%d - - [20/Nov/2026:10:%02d:%02d +0000] \"GET %s HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0\"%n"
              .formatted(
                  i % 3 == 0 ? 1 : 2 + i % 40,
                  i / 60,
                  i % 60,
                  i % 2 == 0 ? "/hot" : "/page/" + i % 7));
    }
    Files.writeString(workspace.input().resolve("visits.log"), log);
    Processor processor = Processor.of(fleet.state(), clicks.name()).orElseThrow();
    fleet.function(processor.submit()).invoke(Processor.request("visits.log").toString());
  }

  private static void pagesByHits(Tab tab) {
    tab.press("Tables");
    tab.choose("select[name=table]", "dynamo-patterns-dev-pages");
    tab.awaitText("/hot");
    tab.press("hits");
    tab.await("document.querySelector('tbody tr').textContent.startsWith('/hot')");
    tab.click("tbody .row-button");
    tab.awaitText("Typed JSON");
    picture(tab, "page-tables");
  }

  private static void completeGroup(Tab tab, URI page) {
    tab.go(page.resolve("/#/groups"));
    tab.press("Complete");
    tab.awaitText("192.0.2.1");
  }

  private static void rejectedRecord(Tab tab, URI page) {
    tab.go(page.resolve("/#/flow"));
    tab.click("[data-node$=page-hits]");
    tab.press("Logs");
    tab.awaitText("rejected");
  }

  /** Light and dark, small enough to look at on the way. */
  private static void picture(Tab tab, String name) {
    if (WRITE) {
      tab.prefers("light");
      tab.screenshot(IMAGES.resolve(name + ".webp"));
      tab.prefers("dark");
      tab.screenshot(IMAGES.resolve(name + "-dark.webp"));
      tab.prefers("light");
    }
  }
}
