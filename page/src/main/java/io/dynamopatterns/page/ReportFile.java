package io.dynamopatterns.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The page as one file that loads nothing: scripts, styles and data are inside. It holds names,
 * counts and messages of errors, no record's content and no environment variable.
 */
public final class ReportFile {
  private final Timeline timeline = new Timeline();
  private final Activity activity;

  public ReportFile(Activity activity) {
    this.activity = activity;
  }

  /** Adds what was done so far to the timeline. */
  public void sample() {
    timeline.add(activity.totals());
  }

  /**
   * Writes the file.
   *
   * @param report figures of the run, shown as they are; written as JSON
   */
  public void write(Path file, Object report) throws IOException {
    Counts counts = activity.counts();
    timeline.add(counts);
    Graph deployment = activity.deployment();
    Map<String, PageData.Details> details = new TreeMap<>();
    deployment.nodes().stream()
        .filter(node -> node.kind() == Graph.Kind.FUNCTION)
        .forEach(
            node ->
                details.put(
                    node.id(),
                    new PageData.Details(
                        activity.invocations(node.id()), activity.permissions(node.id()))));
    Files.writeString(
        file,
        html(
            new PageData(
                false,
                deployment,
                List.of(),
                timeline.points(),
                timeline.slots(),
                counts,
                details,
                report)));
  }

  static String html(PageData data) {
    List<String> scripts = new ArrayList<>();
    Assets.LIBRARIES.keySet().forEach(path -> scripts.add(inline(Assets.required(path))));
    scripts.add(inline(Bundle.of("app/main.js")));
    List<String> styles = List.of(Assets.required("lib/uplot.css"), Assets.required("style.css"));
    String policy =
        "default-src 'none'; script-src %s; style-src %s; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
            .formatted(hashes(scripts), hashes(styles));
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="%s">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Fleet report</title>
    <link rel="icon" href="data:,">
    %s
    </head>
    <body>
    <div id="app"></div>
    <script type="application/json" id="fleet-data">%s</script>
    %s
    </body>
    </html>
    """
        .formatted(
            policy,
            elements("style", styles),
            escaped(PageJson.of(data)),
            elements("script", scripts));
  }

  /** JSON that no browser takes for the end of the element that it is in. */
  static String escaped(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static String inline(String script) {
    if (script.contains("</script") || script.contains("<!--")) {
      throw new IllegalStateException("A script of the page would end its own element");
    }
    return script;
  }

  private static String elements(String name, List<String> contents) {
    return contents.stream()
        .map(content -> "<" + name + ">" + content + "</" + name + ">")
        .collect(Collectors.joining("\n"));
  }

  private static String hashes(List<String> contents) {
    return contents.stream()
        .map(content -> "'sha256-" + sha256(content) + "'")
        .collect(Collectors.joining(" "));
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
