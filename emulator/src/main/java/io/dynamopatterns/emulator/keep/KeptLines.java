package io.dynamopatterns.emulator.keep;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Lines that outlive the fleet, in a file that only grows. */
public final class KeptLines {
  private final Path file;
  private final List<String> before;

  /** A line that a killed fleet has begun and not ended is dropped: its writer got no answer. */
  public KeptLines(Path file) {
    this.file = file;
    try {
      Files.createDirectories(file.getParent());
      dropUnfinishedLine(file);
      if (Files.notExists(file)) {
        Files.createFile(file);
      }
      before = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /** Cuts a file after its last line end. */
  public static void dropUnfinishedLine(Path file) throws IOException {
    if (Files.exists(file)) {
      byte[] bytes = Files.readAllBytes(file);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      if (end < bytes.length) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(end);
        }
      }
    }
  }

  /** The lines that were there when this was opened. */
  public List<String> before() {
    return before;
  }

  /** Adds a line. It outlives this process once this returns. */
  public synchronized void add(String line) {
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
