package io.dynamopatterns.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Every event that was put on a bus, in the order of arrival: a line of JSON each, as a rule's
 * target would get it, and the bus's name as {@code eventBusName}. Each is written before its
 * publisher is answered: who looks at the file sees what has happened up to now.
 */
public final class EventJournal implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final BufferedWriter writer;
  private final Map<String, Long> counts = new HashMap<>();

  public EventJournal(Path file) {
    this.file = file;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      writer = Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write events to " + file, e);
    }
  }

  synchronized void add(ObjectNode event) {
    try {
      writer.write(event.toString());
      writer.newLine();
      writer.flush();
      counts.merge(event.path("eventBusName").asText(), 1L, Long::sum);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write events to " + file, e);
    }
  }

  /** How many events were put on each bus. */
  public synchronized Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  /** Shows all events up to now, one at a time. */
  public synchronized void read(Consumer<JsonNode> reader) {
    try {
      try (var lines = Files.lines(file)) {
        for (String line : (Iterable<String>) lines::iterator) {
          reader.accept(JSON.readTree(line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the events of " + file, e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write events to " + file, e);
    }
  }
}
