package io.dynamopatterns.emulator.schedule;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.sqs.SqsMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Dead-letter queues as directories: a JSON file for each event that was given up on. Scheduled
 * ones come here at once and with their reason, which EventBridge Scheduler puts into a message's
 * attributes.
 *
 * @param root holds a directory for each queue
 */
public record DeadLetterFiles(Path root) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  void add(String queueArn, String schedule, String event, String error) {
    write(
        queueArn,
        NODES.objectNode().put("schedule", schedule).put("error", error).put("body", event));
  }

  /** Adds a message that is in a dead-letter queue. */
  public void add(String queueArn, SqsMessage message) {
    ObjectNode letter = NODES.objectNode();
    ObjectNode attributes = letter.putObject("attributes");
    message.attributes().forEach(attributes::put);
    write(queueArn, letter.put("body", message.body()));
  }

  private void write(String queueArn, ObjectNode letter) {
    Path file =
        root.resolve(queueArn.substring(queueArn.lastIndexOf(':') + 1))
            .resolve(UUID.randomUUID() + ".json");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, letter.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a dead letter to " + file, e);
    }
  }
}
