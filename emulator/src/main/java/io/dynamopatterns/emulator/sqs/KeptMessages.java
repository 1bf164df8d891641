package io.dynamopatterns.emulator.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The messages of one queue as files, so that they outlive the fleet. */
record KeptMessages(Path directory) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All of them, in the order in which they came. */
  List<KeptMessage> all() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(KeptMessages::read)
          .sorted(Comparator.comparingLong(KeptMessage::position))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the messages in " + directory, e);
    }
  }

  private static KeptMessage read(Path file) {
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      return KeptMessage.of(json);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the message " + file, e);
    }
  }

  void add(KeptMessage message) {
    Path file = file(message);
    Path part = file.resolveSibling(message.id() + ".part");
    try {
      Files.createDirectories(directory);
      Files.writeString(part, message.json().toString());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep a message in " + file, e);
    }
  }

  void remove(KeptMessage message) {
    try {
      Files.deleteIfExists(file(message));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove the message " + file(message), e);
    }
  }

  private Path file(KeptMessage message) {
    return directory.resolve(message.id() + ".json");
  }
}
