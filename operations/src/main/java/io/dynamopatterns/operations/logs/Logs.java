package io.dynamopatterns.operations.logs;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Shows the newest lines of functions' logs. */
@OperationInfo(
    name = "logs",
    summary = "Shows the newest lines of functions' logs.",
    examples = {"logs --level error", "logs --function page-hits --since -10m"})
public final class Logs implements ReadOperation<Logs.Request> {
  /** Members of a line that have a column, and the marks of metrics. */
  private static final Set<String> COLUMNS =
      Set.of("timestamp", "level", "pattern", "function", "requestId", "message", "_aws");

  /** How grave a line is. */
  public enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  /** Which lines. */
  public record Request(
      @Param("Function, with or without the prefix. Default: all functions.")
          Optional<String> function,
      @Param("Only lines of this request.") Optional<String> request,
      @Param("Only lines of this level and above.") Optional<Level> level,
      @Param(value = "Only lines since this time.", otherwise = "-1h") Instant since,
      @Param(value = "The most lines.", otherwise = "100", min = 1, max = 10_000) int limit) {}

  /** A line. What is not JSON has its text as message and no level. */
  public record Line(
      Instant time, String function, String level, String requestId, String message) {}

  /** Lines, the newest last. */
  public record Lines(List<Line> lines) implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("TIME", "FUNCTION", "LEVEL", "REQUEST", "MESSAGE");
      lines.forEach(
          line ->
              table.row(
                  line.time(), line.function(), line.level(), line.requestId(), line.message()));
      return lines.isEmpty() ? Table.text("no lines") : table;
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    List<String> all = session.deployment().inventory().functionNames();
    List<String> functions =
        request
            .function()
            .map(given -> List.of(session.deployment().named("function", given, all)))
            .orElse(all);
    List<Line> lines = new ArrayList<>();
    for (String function : functions) {
      lines.addAll(newest(function, request, session));
    }
    lines.sort(Comparator.comparing(Line::time));
    return new Lines(lines.subList(Math.max(0, lines.size() - request.limit()), lines.size()));
  }

  private static List<Line> newest(String function, Request request, Session session) {
    Deque<Line> newest = new ArrayDeque<>();
    try {
      for (FilteredLogEvent event :
          session
              .clients()
              .logs()
              .filterLogEventsPaginator(
                  filter ->
                      filter
                          .logGroupName("/aws/lambda/" + function)
                          .startTime(request.since().toEpochMilli())
                          .filterPattern(pattern(request)))
              .events()) {
        line(function, event, request).ifPresent(newest::add);
        if (newest.size() > request.limit()) {
          newest.removeFirst();
        }
      }
    } catch (ResourceNotFoundException e) {
      // A function that was never invoked may have no log yet.
    }
    return List.copyOf(newest);
  }

  private static String pattern(Request request) {
    if (request.request().isPresent()) {
      return "\"" + request.request().get().replace("\"", "") + "\"";
    }
    return request
        .level()
        .map(
            least ->
                Stream.of(Level.values())
                    .filter(level -> level.compareTo(least) >= 0)
                    .map(level -> "$.level = \"" + level + "\"")
                    .collect(joining(" || ", "{ ", " }")))
        .orElse("");
  }

  private static Optional<Line> line(String function, FilteredLogEvent event, Request request) {
    Instant time = Instant.ofEpochMilli(event.timestamp());
    String text = event.message().strip();
    JsonNode json = parsed(text);
    boolean metrics = json.has("_aws");
    if (metrics && request.request().isEmpty()) {
      return Optional.empty();
    }
    String level = json.path("level").asText("");
    if (request.level().isPresent() && !isAtLeast(level, request.level().get())) {
      return Optional.empty();
    }
    return Optional.of(
        json.isObject()
            ? new Line(time, function, level, json.path("requestId").asText(""), message(json))
            : new Line(time, function, "", "", text));
  }

  private static boolean isAtLeast(String level, Level least) {
    return Stream.of(Level.values())
        .anyMatch(known -> known.name().equals(level) && known.compareTo(least) >= 0);
  }

  private static JsonNode parsed(String text) {
    try {
      return text.startsWith("{") ? Json.parse(text) : MissingNode.getInstance();
    } catch (IllegalArgumentException e) {
      return MissingNode.getInstance();
    }
  }

  /** The message and what belongs to it, such as the key. */
  public static String message(JsonNode json) {
    StringBuilder message = new StringBuilder(json.path("message").asText(""));
    json.properties()
        .forEach(
            field -> {
              if (!COLUMNS.contains(field.getKey())) {
                message.append(' ').append(field.getKey()).append('=');
                message.append(
                    field.getValue().isValueNode()
                        ? field.getValue().asText()
                        : field.getValue().toString());
              }
            });
    return message.toString().strip();
  }
}
