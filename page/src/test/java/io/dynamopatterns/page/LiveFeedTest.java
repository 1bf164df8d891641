package io.dynamopatterns.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiveFeedTest {
  private static final Instant TIME = Instant.parse("2026-11-29T10:00:00Z");

  @Test
  void countsThatFailOnceStopNoPage() throws Exception {
    FakeActivity failing =
        new FakeActivity(FakeActivity.small().deployment()) {
          private int calls;

          @Override
          public Counts counts() {
            if (++calls == 2) {
              throw new IllegalStateException("DescribeTable was refused");
            }
            total(calls, 0, 0, 0, 0);
            return super.counts();
          }
        };
    try (PageServer server = PageServer.start(0, failing, PageTasks.NONE);
        Events events = new Events(server.uri())) {
      long lines = 0;
      while (lines < 3) {
        lines = events.next("counts").at("/totals/lines").asLong();
        assertThat(lines).isNotEqualTo(2);
      }
    }
  }

  @Test
  void aSlotReachesAPageOnceInTheTimelineOrWithTheCountsThatFollow() throws Exception {
    FakeActivity activity = FakeActivity.small();
    activity.ran(new Counts.Slot("first", TIME, TIME));
    try (PageServer server = PageServer.start(0, activity, PageTasks.NONE);
        Events events = new Events(server.uri())) {
      assertThat(slots(events.next("timeline"))).containsExactly("first");
      assertThat(slots(events.next("counts"))).isEmpty();
      activity.ran(new Counts.Slot("second", TIME, TIME));
      List<String> seen = new ArrayList<>();
      while (seen.isEmpty()) {
        seen.addAll(slots(events.next("counts")));
      }
      assertThat(seen).containsExactly("second");
      try (Events later = new Events(server.uri())) {
        assertThat(slots(later.next("timeline"))).containsExactly("first", "second");
        assertThat(slots(later.next("counts"))).isEmpty();
      }
    }
  }

  private static List<String> slots(JsonNode event) {
    return event.path("slots").findValuesAsText("schedule");
  }

  /** What a page that connects now is sent. */
  private static final class Events implements AutoCloseable {
    /** The feed has an event each second. A test without one fails. */
    private static final int MOST_MILLISECONDS = 15_000;

    private final BufferedReader lines;

    Events(URI server) throws IOException {
      URLConnection live = server.resolve("/api/live").toURL().openConnection();
      live.setReadTimeout(MOST_MILLISECONDS);
      lines =
          new BufferedReader(new InputStreamReader(live.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next event of a name. */
    JsonNode next(String name) throws Exception {
      String line = lines.readLine();
      while (!line.equals("event: " + name)) {
        line = lines.readLine();
      }
      return PageJson.read(lines.readLine().substring("data: ".length()));
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
