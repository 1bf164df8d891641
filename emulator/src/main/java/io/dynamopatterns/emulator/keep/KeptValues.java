package io.dynamopatterns.emulator.keep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Positions by name that outlive the fleet, a file each: how far a mapping has read, when a
 * schedule ran. A value is replaced whole: a reader sees the one before, or this one.
 */
public record KeptValues(Path directory) {
  public Optional<String> get(String name) {
    Path file = file(name);
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  public void put(String name, String value) {
    Path file = file(name);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.createDirectories(directory);
      Files.writeString(part, value);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private Path file(String name) {
    return directory.resolve(URLEncoder.encode(name, StandardCharsets.UTF_8));
  }
}
