package io.dynamopatterns.local.schedule;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Dead-letter queues as directories: a JSON file for each event that was given up on. */
public final class DeadLetters {
  private final Path root;

  public DeadLetters(Path root) {
    this.root = root;
  }

  void add(String queueArn, String schedule, String event, String error) {
    Path file =
        root.resolve(queueArn.substring(queueArn.lastIndexOf(':') + 1))
            .resolve(UUID.randomUUID() + ".json");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          JsonNodeFactory.instance
              .objectNode()
              .put("schedule", schedule)
              .put("error", error)
              .put("body", event)
              .toString());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a dead letter to " + file, e);
    }
  }
}
