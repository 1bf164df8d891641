package io.dynamopatterns.e2e.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.emulator.iam.RequiredPermission;
import io.dynamopatterns.local.page.Picture;
import io.dynamopatterns.local.state.FleetState;
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
import java.util.stream.Collectors;
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
  private static final String HOW_TO_WRITE =
      "to write the pictures anew: mvn -pl e2e -am test -Dtest=PicturesIT -Dsurefire.failIfNoSpecifiedTests=false -Dpictures.write=true";
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

  @Test
  void thePicturesAreThoseOfTheRecordedDeployments() throws IOException {
    Graph deployment = new Picture(FleetState.recorded()).with(used());
    Graph coupons =
        new Picture(FleetState.recorded("coupons-state.json", List.of())).with(Map.of());
    Map<String, String> drawn = new TreeMap<>();
    try (PageServer page = page();
        Tab tab = Chromium.open(page.uri())) {
      for (Map.Entry<String, List<String>> picture : PICTURES.entrySet()) {
        String group = picture.getValue().get(0);
        JsonNode layout = layout(tab, "layout.js", deployment, group);
        assertThat(layout.path("boxes").size()).as(group).isGreaterThan(2);
        drawn.put(
            "diagram-%s.svg".formatted(picture.getKey()),
            new Drawing(picture.getValue().get(1), layout).svg());
      }
      drawn.put(
          "diagram-coupons.svg",
          new Drawing(
                  "Coupons: the functions, their tables, and the patterns that follow",
                  layout(tab, "layout.js", coupons, "coupons"))
              .svg());
    }
    compare(drawn);
  }

  @Test
  void thePicturesOfImportsAreThoseOfTheSources() throws IOException {
    Imports imports = Imports.of(Project.root());
    Map<String, String> drawn = new TreeMap<>();
    try (PageServer page = page();
        Tab tab = Chromium.open(page.uri())) {
      drawn.put(
          "imports-modules.svg",
          new Drawing(
                  "The modules: an arrow leads to what a module imports",
                  layout(tab, "imports.js", shown(imports.betweenModules(), ""), ""))
              .svg());
      for (String module : imports.betweenModules().keySet()) {
        Map<String, Set<String>> packages = imports.betweenPackages(module);
        if (packages.size() > 2) {
          drawn.put(
              "imports-%s.svg".formatted(lastName(module)),
              new Drawing(
                      "The packages of %s: an arrow leads to what a package imports"
                          .formatted(module),
                      layout(tab, "imports.js", shown(packages, root(packages.keySet())), ""))
                  .svg());
        }
      }
    }
    assertThat(drawn).hasSizeGreaterThan(10);
    compare(drawn);
  }

  /** Without the arrows that others imply, by names that begin after a root. */
  private static Map<String, Set<String>> shown(Map<String, Set<String>> uses, String root) {
    Map<String, Set<String>> shown = new TreeMap<>();
    Imports.withoutShortcuts(uses)
        .forEach(
            (part, used) ->
                shown.put(
                    below(root, part),
                    used.stream()
                        .map(one -> below(root, one))
                        .collect(Collectors.toCollection(TreeSet::new))));
    return shown;
  }

  private static String below(String root, String part) {
    return part.equals(root)
        ? lastName(part.replace('.', '/'))
        : part.substring(root.isEmpty() ? 0 : root.length() + 1);
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The package that all of these are below, or are. */
  private static String root(Set<String> packages) {
    String root = packages.iterator().next();
    while (!isAbove(root, packages)) {
      root = root.substring(0, root.lastIndexOf('.'));
    }
    return root;
  }

  private static boolean isAbove(String root, Set<String> packages) {
    return packages.stream().allMatch(one -> one.equals(root) || one.startsWith(root + '.'));
  }

  /** The page, whose layout is used. What it shows does not matter. */
  private static PageServer page() throws IOException {
    return PageServer.start(0, FakeActivity.small(), PageTasks.NONE);
  }

  private static JsonNode layout(Tab tab, String script, Object graph, String group)
      throws IOException {
    return tab.value(
        "(%s)(%s, %s)"
            .formatted(
                script(script), new ObjectMapper().writeValueAsString(graph), Tab.quoted(group)));
  }

  /** Writes the pictures, too, when a test is run as the message says. */
  private static void compare(Map<String, String> drawn) throws IOException {
    for (Map.Entry<String, String> picture : drawn.entrySet()) {
      Path file = Project.root().resolve("docs/images").resolve(picture.getKey());
      if (Boolean.getBoolean("pictures.write")) {
        Files.writeString(file, picture.getValue());
      }
      assertThat(file).as(HOW_TO_WRITE).exists();
      assertThat(Files.readString(file))
          .as("%s; %s", picture.getKey(), HOW_TO_WRITE)
          .isEqualTo(picture.getValue());
    }
  }

  private static String script(String name) throws IOException {
    try (var stream = PicturesIT.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), UTF_8);
    }
  }

  /**
   * What functions may do, as docs/security.md has it: `function` | `action`, … | table x, index y.
   */
  private static Map<String, Set<RequiredPermission>> used() throws IOException {
    Map<String, Set<RequiredPermission>> used = new TreeMap<>();
    String function = "";
    for (String line : Files.readAllLines(Project.root().resolve("docs/security.md"))) {
      String[] cells = line.split(" ?\\| ?");
      if (cells.length == 4 && cells[2].matches("`\\w+:\\w+`.*")) {
        function = cells[1].isBlank() ? function : PREFIX + cells[1].replace("`", "");
        String resource = arn(cells[3].replaceFirst(",.*", ""));
        for (MatchResult action : CODE.matcher(cells[2]).results().toList()) {
          used.computeIfAbsent(function, any -> new TreeSet<>())
              .add(new RequiredPermission(action.group(1), resource));
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
