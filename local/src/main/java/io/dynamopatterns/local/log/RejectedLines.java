package io.dynamopatterns.local.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps lines that could not be read, one JSON object a line, each written at once. */
public final class RejectedLines implements Closeable {
  private final BufferedWriter file;
  private long count;
  private String first = "";

  public RejectedLines(Path file) throws IOException {
    this.file = Files.newBufferedWriter(file);
  }

  public void add(long lineNumber, String reason, String text) throws IOException {
    count++;
    if (count == 1) {
      first = "line %d: %s".formatted(lineNumber, reason);
    }
    file.write(
        JsonNodeFactory.instance
            .objectNode()
            .put("line", lineNumber)
            .put("reason", reason)
            .put("text", text)
            .toString());
    file.newLine();
    file.flush();
  }

  public long count() {
    return count;
  }

  /** The first line and why it was rejected. */
  public String first() {
    return first;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
