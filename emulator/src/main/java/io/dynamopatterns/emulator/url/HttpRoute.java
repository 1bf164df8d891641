package io.dynamopatterns.emulator.url;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A route of an HTTP API. Of the routes that match a request, API Gateway takes the most specific.
 *
 * @param method {@code ANY} matches each
 * @param segments of the path; empty for {@code $default}, which matches all
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html">Routes
 *     for HTTP APIs</a>
 */
record HttpRoute(HttpApiSpec.Route spec, String method, Optional<List<String>> segments) {
  private static final String ANY = "ANY";

  /** The most specific first: literal paths, then parameters, then the rest of a path. */
  static final Comparator<HttpRoute> MOST_SPECIFIC_FIRST =
      Comparator.comparing(HttpRoute::rank)
          .thenComparing(route -> -route.literals())
          .thenComparing(route -> route.method().equals(ANY));

  static HttpRoute of(HttpApiSpec.Route spec) {
    String[] parts = spec.key().split(" ", 2);
    return parts.length < 2
        ? new HttpRoute(spec, ANY, Optional.empty())
        : new HttpRoute(spec, parts[0], Optional.of(segments(parts[1])));
  }

  private static List<String> segments(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  /** The path's parameters if the route matches. */
  Optional<Map<String, String>> match(String requestMethod, String path) {
    if (!method.equals(ANY) && !method.equals(requestMethod)) {
      return Optional.empty();
    }
    return segments.isEmpty()
        ? Optional.of(Map.of())
        : match(segments.get(), segments(path.isEmpty() ? "/" : path));
  }

  private static Optional<Map<String, String>> match(List<String> wanted, List<String> given) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      String segment = wanted.get(i);
      if (isRest(segment) && i < given.size()) {
        parameters.put(
            segment.substring(1, segment.length() - 2),
            String.join("/", given.subList(i, given.size())));
        return Optional.of(parameters);
      }
      if (i >= given.size()) {
        return Optional.empty();
      }
      if (isParameter(segment) && !given.get(i).isEmpty()) {
        parameters.put(segment.substring(1, segment.length() - 1), given.get(i));
      } else if (!segment.equals(given.get(i))) {
        return Optional.empty();
      }
    }
    return wanted.size() == given.size() ? Optional.of(parameters) : Optional.empty();
  }

  private int rank() {
    if (segments.isEmpty()) {
      return 2;
    }
    return segments.get().stream().anyMatch(HttpRoute::isRest) ? 1 : 0;
  }

  private long literals() {
    return segments.orElse(List.of()).stream().filter(segment -> !isParameter(segment)).count();
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  private static boolean isRest(String segment) {
    return segment.startsWith("{") && segment.endsWith("+}");
  }
}
