package io.dynamopatterns.emulator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.http.ApiException;
import io.dynamopatterns.emulator.http.TargetHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** CloudWatch Logs' API over the functions' log files: it finds lines. */
public final class LogsApi extends TargetHandler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GROUP = "/aws/lambda/";
  private static final int MOST = 10_000;
  private static final Pattern TERM = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern LEVEL = Pattern.compile("\\$\\.level = \"([A-Z]+)\"");
  private static final Pattern LEVELS =
      Pattern.compile("\\{ %1$s( \\|\\| %1$s)* }".formatted(LEVEL));

  private final Path logs;

  /**
   * @param logs holds a file for each function
   */
  public LogsApi(Path logs) {
    this.logs = logs;
  }

  @Override
  protected ObjectNode answer(String operation, JsonNode request) throws IOException {
    return switch (operation) {
      case "FilterLogEvents" -> filter(request);
      case "DescribeLogGroups" -> groups(request.path("logGroupNamePrefix").asText());
      default ->
          throw unknown(
              "The local CloudWatch Logs answers FilterLogEvents and DescribeLogGroups, not "
                  + operation);
    };
  }

  private ObjectNode groups(String prefix) throws IOException {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode groups = answer.putArray("logGroups");
    try (Stream<Path> files = Files.list(logs)) {
      files
          .map(file -> GROUP + file.getFileName().toString().replaceFirst("\\.log$", ""))
          .filter(name -> name.startsWith(prefix))
          .sorted()
          .forEach(
              name ->
                  groups
                      .addObject()
                      .put("logGroupName", name)
                      .put("arn", "arn:aws:logs:us-east-1:123456789012:log-group:" + name + ":*"));
    }
    return answer;
  }

  private ObjectNode filter(JsonNode request) throws IOException {
    String group = request.path("logGroupName").asText();
    Path file = logs.resolve(group.substring(group.lastIndexOf('/') + 1) + ".log");
    if (!group.startsWith(GROUP) || !Files.isRegularFile(file)) {
      throw new ApiException(
          400, "ResourceNotFoundException", "The log group '%s' does not exist".formatted(group));
    }
    Predicate<String> wanted = pattern(request.path("filterPattern").asText());
    long from = request.path("startTime").asLong(0);
    long to = request.path("endTime").asLong(Long.MAX_VALUE);
    int limit = request.path("limit").asInt(MOST);
    int at = request.path("nextToken").asInt(0);
    // Functions print what they like: bytes that are not UTF-8 are shown as such, not refused.
    List<String> lines =
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode events = answer.putArray("events");
    long time = Files.getLastModifiedTime(file).toMillis();
    // A line without a time, such as those of a stack trace, has that of the next one.
    long[] times = new long[lines.size()];
    for (int i = lines.size() - 1; i >= 0; i--) {
      time = time(lines.get(i), time);
      times[i] = time;
    }
    for (; at < lines.size() && events.size() < limit; at++) {
      String line = lines.get(at);
      if (times[at] >= from && times[at] < to && wanted.test(line)) {
        events
            .addObject()
            .put("logStreamName", "local")
            .put("timestamp", times[at])
            .put("ingestionTime", times[at])
            .put("eventId", Integer.toString(at))
            .put("message", line);
      }
    }
    if (at < lines.size()) {
      answer.put("nextToken", Integer.toString(at));
    }
    return answer;
  }

  /** Terms that all must be in a line, or a level of a line that is JSON. */
  private static Predicate<String> pattern(String pattern) {
    if (LEVELS.matcher(pattern).matches()) {
      List<String> levels =
          LEVEL
              .matcher(pattern)
              .results()
              .map(found -> "\"level\":\"" + found.group(1) + '"')
              .toList();
      return line -> levels.stream().anyMatch(line::contains);
    }
    if (pattern.startsWith("{") || pattern.startsWith("[") || pattern.startsWith("%")) {
      throw new ApiException(
          400,
          "InvalidParameterException",
          "The local CloudWatch Logs has patterns of terms, such as: ERROR \"lost race\", and of"
              + " levels: { $.level = \"ERROR\" || $.level = \"WARN\" }; not "
              + pattern);
    }
    List<String> terms =
        TERM.matcher(pattern)
            .results()
            .map(term -> term.group(1) == null ? term.group(2) : term.group(1))
            .toList();
    return line -> terms.stream().allMatch(line::contains);
  }

  private static long time(String line, long otherwise) {
    if (!line.startsWith("{")) {
      return otherwise;
    }
    try {
      JsonNode json = JSON.readTree(line);
      JsonNode metrics = json.path("_aws").path("Timestamp");
      return metrics.isNumber()
          ? metrics.asLong()
          : Instant.parse(json.path("timestamp").asText()).toEpochMilli();
    } catch (JsonProcessingException | DateTimeException e) {
      return otherwise;
    }
  }
}
