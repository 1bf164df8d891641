package io.dynamopatterns.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Level;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.state.FleetState;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A page with the tracking pixel, opened in a real browser. */
@EnabledIf("canRun")
class BrowserIT {
  private static final List<String> BROWSERS =
      List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final Optional<String> BROWSER =
      BROWSERS.stream().filter(Command::exists).findFirst();

  @TempDir Path directory;

  static boolean canRun() {
    return Level.BROWSER.canRun(BROWSER.isPresent(), "none of " + BROWSERS + " is installed");
  }

  @Test
  void openingAPageWithThePixelStoresAnEvent() throws Exception {
    FleetState state = FleetState.recorded();
    try (Workspace workspace = Workspace.fresh(directory);
        Fleet fleet = new Fleet(state, Project.root(), workspace)) {
      fleet.start();
      String tracker =
          state.functionOf("io.dynamopatterns.eventstore.TrackHandler").orElseThrow().name();

      assertThat(opened(fleet.openUrls().get(tracker))).contains("<title>1x1</title>");

      fleet.mappings().awaitSettled();
      JsonNode events = playedBack(fleet);
      assertThat(events).hasSize(1);
      JsonNode event = new ObjectMapper().readTree(events.get(0).path("data").asText());
      assertThat(event.path("query").path("campaign").asText()).isEqualTo("spring é");
      assertThat(event.path("userAgent").asText()).contains("Chrome");
    }
  }

  /** The page as it is once the pixel has been loaded: its title says how large that is. */
  private String opened(URI url) throws Exception {
    Path page = directory.resolve("page.html");
    Files.writeString(
        page,
        """
        <!doctype html><meta charset="utf-8"><title>waiting</title>
        <img src="%s/track.gif?campaign=spring%%20%%C3%%A9"
          onload="document.title = this.naturalWidth + 'x' + this.naturalHeight">
        """
            .formatted(url));
    Command.Result result =
        new Command(directory, Map.of())
            .run(
                LIMIT,
                List.of(
                    BROWSER.get(),
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--user-data-dir=" + directory.resolve("profile"),
                    "--dump-dom",
                    page.toUri().toString()));
    assertThat(result.exitCode()).as(result.all()).isZero();
    return result.output();
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
