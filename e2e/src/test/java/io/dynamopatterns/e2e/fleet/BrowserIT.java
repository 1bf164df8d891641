package io.dynamopatterns.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.page.browser.Chromium;
import io.dynamopatterns.page.browser.Tab;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A page with the tracking pixel, opened in a real browser. */
@EnabledIf("io.dynamopatterns.page.browser.BrowserLevel#canRun")
class BrowserIT {
  @TempDir Path directory;

  @Test
  void openingAPageWithThePixelStoresAnEvent() throws Exception {
    FleetState state = FleetState.recorded();
    try (Workspace workspace = Workspace.fresh(directory);
        Fleet fleet = new Fleet(state, Project.root(), workspace)) {
      fleet.start();
      String tracker =
          state.functionOf("io.dynamopatterns.eventstore.TrackHandler").orElseThrow().name();

      assertThatThePixelLoads(fleet.openUrls(0).get(tracker));

      fleet.mappings().awaitSettled();
      JsonNode events = playedBack(fleet);
      assertThat(events).hasSize(1);
      JsonNode event = new ObjectMapper().readTree(events.get(0).path("data").asText());
      assertThat(event.path("query").path("campaign").asText()).isEqualTo("spring é");
      assertThat(event.path("userAgent").asText()).contains("Chrome");
    }
  }

  /** The page's title says how large the pixel is once it was loaded. */
  private void assertThatThePixelLoads(URI url) throws IOException {
    Path page = directory.resolve("page.html");
    Files.writeString(
        page,
        """
        <!doctype html><meta charset="utf-8"><title>waiting</title>
        <img src="%s/track.gif?campaign=spring%%20%%C3%%A9"
          onload="document.title = this.naturalWidth + 'x' + this.naturalHeight">
        """
            .formatted(url));
    try (Tab tab = Chromium.open(page.toUri())) {
      tab.await("document.title === '1x1'");
    }
  }

  private static JsonNode playedBack(Fleet fleet) throws Exception {
    String request =
        "{\"operation\":\"list\",\"from\":\"%s\",\"to\":\"%s\",\"pastWatermark\":true}"
            .formatted(Instant.now().minus(Duration.ofHours(1)), Instant.now());
    String answer =
        fleet
            .functionOf("io.dynamopatterns.eventstore.PlaybackHandler")
            .orElseThrow()
            .invoke(request);
    return new ObjectMapper().readTree(answer).path("events");
  }
}
