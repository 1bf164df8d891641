package io.dynamopatterns.local.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.operations.logs.Logs;
import io.dynamopatterns.page.Activity.LogLine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The end of a function's log file, whose lines are JSON or plain text. */
final class FunctionLog {
  private static final int MOST_LINES = 200;
  private static final int MOST_BYTES = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private FunctionLog() {}

  /** The last lines, of one invocation if its request id is given. */
  static List<LogLine> last(Path file, Optional<String> requestId) {
    List<LogLine> lines =
        end(file)
            .lines()
            .map(FunctionLog::line)
            .filter(line -> requestId.isEmpty() || requestId.get().equals(line.requestId()))
            .toList();
    return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
  }

  private static String end(Path file) {
    if (!Files.exists(file)) {
      return "";
    }
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(0, log.length() - MOST_BYTES);
      log.seek(start);
      byte[] bytes = new byte[(int) Math.min(MOST_BYTES, log.length() - start)];
      log.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      // The first line is cut, unless it is the file's first.
      return start == 0 ? text : text.substring(text.indexOf('\n') + 1);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private static LogLine line(String text) {
    try {
      return text.startsWith("{") ? line(JSON.readTree(text)) : plain(text);
    } catch (JsonProcessingException e) {
      return plain(text);
    }
  }

  private static LogLine plain(String text) {
    return new LogLine("", "", "", text);
  }

  /** A message with the members that belong to it, or metrics. */
  private static LogLine line(JsonNode json) {
    JsonNode metrics = json.path("_aws");
    return new LogLine(
        metrics.isMissingNode()
            ? json.path("timestamp").asText()
            : Instant.ofEpochMilli(metrics.path("Timestamp").asLong()).toString(),
        metrics.isMissingNode() ? json.path("level").asText() : "METRICS",
        json.path("requestId").asText(),
        Logs.message(json));
  }
}
