package io.dynamopatterns.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The page's own files and its libraries, by their path below the server's root. */
final class Assets {
  private static final String WEBJARS = "/META-INF/resources/webjars/";

  /** The libraries' scripts, in the order in which they load. */
  static final Map<String, String> LIBRARIES = libraries();

  static final Map<String, String> STYLES =
      Map.of("lib/uplot.css", WEBJARS + "uplot/1.6.30/dist/uPlot.min.css");

  /** Names without a dot but the last, so that no path leads out of the directory. */
  private static final Pattern OWN =
      Pattern.compile("(?:app/)?(?:[a-z0-9-]+/)*[a-z0-9-]+\\.(?:js|css)");

  private Assets() {}

  private static Map<String, String> libraries() {
    Map<String, String> libraries = new LinkedHashMap<>();
    libraries.put("lib/preact.js", WEBJARS + "preact/10.24.0/dist/preact.min.umd.js");
    libraries.put("lib/preact-hooks.js", WEBJARS + "preact/10.24.0/hooks/dist/hooks.umd.js");
    libraries.put("lib/d3.js", WEBJARS + "d3/7.9.0/dist/d3.min.js");
    libraries.put("lib/uplot.js", WEBJARS + "uplot/1.6.30/dist/uPlot.iife.min.js");
    libraries.put("lib/dagre.js", "web/vendor/dagre-3.1.3.min.js");
    return libraries;
  }

  /** The text of a file, if there is one of this path. */
  static Optional<String> text(String path) {
    String resource = LIBRARIES.getOrDefault(path, STYLES.get(path));
    if (resource == null && OWN.matcher(path).matches()) {
      resource = "web/" + path;
    }
    return resource == null ? Optional.empty() : read(resource);
  }

  /** The text of a file that must be there. */
  static String required(String path) {
    return text(path).orElseThrow(() -> new IllegalStateException("The page has no " + path));
  }

  static String document() {
    return read("web/index.html").orElseThrow();
  }

  static String contentType(String path) {
    return path.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
  }

  private static Optional<String> read(String resource) {
    try (InputStream content = Assets.class.getResourceAsStream(resource)) {
      return content == null
          ? Optional.empty()
          : Optional.of(new String(content.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + resource, e);
    }
  }
}
