package io.dynamopatterns.worker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** The worker's own lines, beside those of the function: JSON on standard output. */
final class WorkerLog {
  private WorkerLog() {}

  static void info(String message) {
    write("INFO", message, null);
  }

  static void warn(String message, Throwable cause) {
    write("WARN", message, cause);
  }

  static void error(String message, Throwable cause) {
    write("ERROR", message, cause);
  }

  private static void write(String level, String message, Throwable cause) {
    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("timestamp", Instant.now().toString())
            .put("level", level)
            .put("message", message);
    if (cause != null) {
      line.put("errorType", cause.getClass().getName()).put("errorMessage", cause.getMessage());
    }
    System.out.println(line);
  }
}
