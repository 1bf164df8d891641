package io.dynamopatterns.emulator.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.keep.KeptLines;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Every event that was put on a bus, in the order of arrival: a line of JSON each, as a rule's
 * target would get it, and the bus's name as {@code eventBusName}. Each is written before its
 * publisher is answered: the file has what has happened up to now.
 */
public final class EventJournal implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final BufferedWriter writer;
  private final Map<String, Long> counts = new HashMap<>();
  private long size;

  public EventJournal(Path file) {
    this.file = file;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      KeptLines.dropUnfinishedLine(file);
      writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      size = Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write events to " + file, e);
    }
  }

  synchronized void add(ObjectNode event) {
    try {
      String line = event.toString();
      writer.write(line);
      writer.write('\n');
      writer.flush();
      counts.merge(event.path("eventBusName").asText(), 1L, Long::sum);
      size += line.getBytes(StandardCharsets.UTF_8).length + 1L;
      notifyAll();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write events to " + file, e);
    }
  }

  /** How many events were put on each bus. */
  public synchronized Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  /**
   * Some events of the journal.
   *
   * @param end where the next ones begin
   */
  public record Batch(List<JsonNode> events, long end) {}

  /**
   * Waits for events from a position on.
   *
   * @param position in bytes, where a batch has ended or 0
   */
  synchronized Batch await(long position, int limit) throws InterruptedException {
    while (size <= position) {
      wait();
    }
    List<JsonNode> events = new ArrayList<>();
    long end = position;
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(position);
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      while (events.size() < limit && end < size) {
        String line = lines.readLine();
        events.add(JSON.readTree(line));
        end += line.getBytes(StandardCharsets.UTF_8).length + 1L;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the events of " + file, e);
    }
    return new Batch(events, end);
  }

  /** Where the journal ends now. */
  synchronized long size() {
    return size;
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
