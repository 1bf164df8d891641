package io.dynamopatterns.page.views;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.page.Delays;
import io.dynamopatterns.page.FakeActivity;
import io.dynamopatterns.page.PageServer;
import io.dynamopatterns.page.PageTasks;
import io.dynamopatterns.page.TaskException;
import io.dynamopatterns.page.browser.Chromium;
import io.dynamopatterns.page.browser.Tab;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What arrives later moves nothing away from under the mouse: parts of a view, newer rows, another
 * state, an error of a refresh. Answers come in an order that a seed says.
 */
@EnabledIf("io.dynamopatterns.page.browser.BrowserLevel#canRun")
class StillnessBrowserIT {
  private static final long SEED = Long.getLong("page.seed", 1);
  private static final String NAME = "/index.html";

  /** What the answers are by now. */
  private enum Phase {
    FIRST,
    MORE,
    FAILING
  }

  private volatile Phase phase = Phase.FIRST;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tables",
        "history",
        "groups",
        "periods",
        "work",
        "events",
        "subscribers",
        "failed"
      })
  void nothingMovesAwayFromUnderTheMouse(String view) throws Exception {
    PageTasks late = new Late(Samples.operations(NAME));
    try (PageServer server = PageServer.start(0, new FakeActivity(Samples.deployment()), late);
        Tab tab = Chromium.open(server.uri())) {
      tab.awaitElement("#view-title");
      tab.value(Samples.FAST);
      tab.value(WATCH);
      tab.value("location.hash = '/%s'".formatted(view));
      tab.await("document.querySelector('#view-title').textContent !== 'Flow'");
      if (view.equals("events")) {
        tab.press("Play");
        tab.awaitElement(".events li");
      } else {
        tab.awaitElement("tbody .row-button");
        tab.value("document.querySelector('tbody .row-button').click()");
        tab.await("!document.querySelector('.loading')");
        tab.value("document.querySelector('.split-details tbody .row-button')?.click()");
        tab.value(PRESS_SHOW);
      }
      quiet(tab);
      tab.hover(view.equals("events") ? ".events li" : "tbody tr", 0.5, 0.5);

      phase = Phase.MORE;
      tab.value("window.answers = 0");
      tab.await("window.answers > 4");
      quiet(tab);
      phase = Phase.FAILING;
      tab.awaitElement(".failure.late, .watermark .bad");
      quiet(tab);

      assertThat(tab.value("window.moved")).as("seed %d", SEED).isEmpty();
    }
  }

  private static void quiet(Tab tab) {
    tab.await("!document.querySelector('.loading')");
    tab.value("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  }

  private static final String PRESS_SHOW =
      """
      [...document.querySelectorAll('.split-details button')].find((b) => b.textContent.startsWith('Show their'))?.click()
      """;

  /**
   * Notes each element that can be clicked whose place changes without a click just before. Rows
   * move where the mouse is not over their table.
   */
  private static final String WATCH =
      """
      (() => {
        const ask = window.fetch;
        window.answers = 0;
        window.fetch = (...all) => ask(...all).finally(() => window.answers++);
        window.moved = [];
        let frames = 0;
        addEventListener('click', () => (frames = 0), true);
        const places = new WeakMap();
        const look = () => {
          frames++;
          for (const e of document.querySelectorAll('button, a, summary, input, select, textarea, [role=button]:not(.graph *)')) {
            const {left, top} = e.getBoundingClientRect();
            const before = places.get(e);
            places.set(e, {left, top});
            const elsewhere = e.closest('tbody') && !e.matches('tbody:hover *');
            if (before && frames > 3 && !elsewhere && Math.abs(before.left - left) + Math.abs(before.top - top) > 1) {
              window.moved.push(`${e.textContent || e.placeholder || e.tagName} ${before.left},${before.top} -> ${left},${top}`);
            }
          }
          requestAnimationFrame(look);
        };
        look();
      })()
      """;

  /** Answers late, later with more and with other states, at last with errors alone. */
  private final class Late implements PageTasks {
    private final CannedOperations operations;
    private final Random random = new Random(SEED);

    private Late(CannedOperations operations) {
      this.operations = operations;
    }

    @Override
    public List<String> names() {
      return operations.names();
    }

    @Override
    public String call(String name, String request) throws TaskException {
      Phase now = phase;
      Delays.sleep(delay());
      if (now == Phase.FAILING) {
        throw new TaskException(
            TaskException.Reason.FAILED, "The service does not answer. ".repeat(5));
      }
      JsonNode answer = CannedOperations.read(operations.call(name, request));
      return (now == Phase.MORE ? more(answer) : answer).toString();
    }

    private synchronized int delay() {
      return random.nextInt(60);
    }

    private JsonNode more(JsonNode answer) {
      ObjectNode more = (ObjectNode) answer;
      more.properties()
          .forEach(
              field -> {
                if (field.getValue() instanceof ArrayNode rows && rows.path(0).isObject()) {
                  rows.insert(0, newer((ObjectNode) rows.get(0).deepCopy()));
                }
              });
      if (more.has("lastError")) {
        more.put("state", "RUNNING").put("lastError", "another one ".repeat(30));
      }
      more.remove("missing");
      return more;
    }

    private ObjectNode newer(ObjectNode row) {
      for (String field : List.of("group", "period", "id", "name", "object", "position")) {
        if (row.path(field).isTextual()) {
          row.put(field, "newer " + row.path(field).asText());
        }
      }
      if (row.path("path").isObject()) {
        row.putObject("path").put("S", "/newer");
        row.putObject("version").put("N", "99");
      }
      return row;
    }
  }
}
