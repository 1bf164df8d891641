package io.dynamopatterns.e2e.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.local.page.Picture;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.operations.permissions.Permission;
import io.dynamopatterns.page.FakeActivity;
import io.dynamopatterns.page.Graph;
import io.dynamopatterns.page.PageServer;
import io.dynamopatterns.page.PageTasks;
import io.dynamopatterns.page.browser.Chromium;
import io.dynamopatterns.page.browser.Tab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The pictures of the documents are what the page's layout makes of the recorded deployment. What a
 * function reads and writes is that of the table in docs/security.md, which {@code DeploymentIT}
 * holds against a run.
 */
@EnabledIf("io.dynamopatterns.page.browser.BrowserLevel#canRun")
class PicturesIT {
  private static final String PREFIX = "dynamo-patterns-dev-";
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** By the name of the file: the group of the deployment, and what the picture is called. */
  private static final Map<String, List<String>> PICTURES = new LinkedHashMap<>();

  static {
    PICTURES.put("whole", List.of("", "The whole: environments/dev with every pattern on"));
    PICTURES.put("history", List.of("history", "History: its functions, and what they use"));
    PICTURES.put(
        "aggregator", List.of("aggregator", "Aggregator: its functions, and what they use"));
    PICTURES.put(
        "periodic", List.of("periodic", "Periodic aggregator: its functions, and what they use"));
    PICTURES.put("processor", List.of("processor", "Processor: its functions, and what they use"));
    PICTURES.put(
        "eventstore", List.of("eventstore", "Event store: its functions, and what they use"));
    PICTURES.put("fanout", List.of("fanout", "Fan-out: its functions, and what they use"));
    PICTURES.put(
        "page-hits", List.of("page_hits", "Page hits: your own function, and what it uses"));
  }

  /** Writes the pictures, too, when it is run as its message says. */
  @Test
  void thePicturesAreThoseOfTheRecordedDeployment() throws IOException {
    Path images = Project.root().resolve("docs/images");
    Graph deployment = new Picture(FleetState.recorded()).with(used());
    FakeActivity activity = new FakeActivity(deployment);
    Map<String, String> current = new TreeMap<>();
    try (PageServer server = PageServer.start(0, activity, PageTasks.NONE);
        Tab tab = Chromium.open(server.uri())) {
      String script = script();
      String graph = new ObjectMapper().writeValueAsString(deployment);
      for (Map.Entry<String, List<String>> picture : PICTURES.entrySet()) {
        String group = picture.getValue().get(0);
        JsonNode layout = tab.value("(%s)(%s, %s)".formatted(script, graph, Tab.quoted(group)));
        assertThat(layout.path("boxes").size()).as(group).isGreaterThan(2);
        current.put(
            "diagram-%s.svg".formatted(picture.getKey()),
            new Drawing(picture.getValue().get(1), layout).svg());
      }
    }
    if (Boolean.getBoolean("pictures.write")) {
      for (Map.Entry<String, String> picture : current.entrySet()) {
        Files.writeString(images.resolve(picture.getKey()), picture.getValue());
      }
    }
    for (Map.Entry<String, String> picture : current.entrySet()) {
      assertThat(Files.readString(images.resolve(picture.getKey())))
          .as(
              "%s; to write the pictures anew: mvn -pl e2e -am test -Dtest=PicturesIT -Dsurefire.failIfNoSpecifiedTests=false -Dpictures.write=true",
              picture.getKey())
          .isEqualTo(picture.getValue());
    }
  }

  private static String script() throws IOException {
    try (var stream = PicturesIT.class.getResourceAsStream("layout.js")) {
      return new String(stream.readAllBytes(), UTF_8);
    }
  }

  /**
   * What functions may do, as docs/security.md has it: `function` | `action`, … | table x, index y.
   */
  private static Map<String, Set<Permission>> used() throws IOException {
    Map<String, Set<Permission>> used = new TreeMap<>();
    String function = "";
    for (String line : Files.readAllLines(Project.root().resolve("docs/security.md"))) {
      String[] cells = line.split(" ?\\| ?");
      if (cells.length == 4 && cells[2].matches("`\\w+:\\w+`.*")) {
        function = cells[1].isBlank() ? function : PREFIX + cells[1].replace("`", "");
        String resource = arn(cells[3].replaceFirst(",.*", ""));
        for (MatchResult action : CODE.matcher(cells[2]).results().toList()) {
          used.computeIfAbsent(function, any -> new TreeSet<>())
              .add(new Permission(action.group(1), resource));
        }
      }
    }
    assertThat(used).hasSizeGreaterThan(15);
    return used;
  }

  private static String arn(String resource) {
    String[] words = resource.split(" ");
    String name = words.length < 2 ? "" : PREFIX + words[1];
    return switch (words[0]) {
      case "table" -> "arn:aws:dynamodb:eu-central-1:123456789012:table/" + name;
      case "stream" -> "arn:aws:kinesis:eu-central-1:123456789012:stream/" + name;
      case "queue" -> "arn:aws:sqs:eu-central-1:123456789012:" + name;
      case "bus" -> "arn:aws:events:eu-central-1:123456789012:event-bus/" + name;
      default -> "arn:aws:other:eu-central-1:123456789012:" + name;
    };
  }
}
