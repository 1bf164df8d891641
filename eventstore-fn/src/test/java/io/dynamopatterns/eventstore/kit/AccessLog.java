package io.dynamopatterns.eventstore.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** Ten thousand lines of an access log, from the file beside the project or made up. */
public final class AccessLog {
  public static final int LINES = 10_000;

  private AccessLog() {}

  public static List<String> lines() {
    return file().map(AccessLog::read).orElseGet(AccessLog::madeUp);
  }

  private static Optional<Path> file() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null) {
      Path file = directory.resolve("shared/data/access.log.gz");
      if (Files.exists(file)) {
        return Optional.of(file);
      }
      directory = directory.getParent();
    }
    return Optional.empty();
  }

  private static List<String> read(Path file) {
    try (InputStream log = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(log.readAllBytes(), StandardCharsets.ISO_8859_1)
          .lines()
          .limit(LINES)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> madeUp() {
    return IntStream.range(0, LINES)
        .mapToObj(
            i ->
                ("10.0.%d.%d - - [20/Nov/2026:10:%02d:%02d +0000] \"GET /articles/%d HTTP/1.1\" 200"
                        + " %d \"-\" \"Mozilla/5.0 (X11; Linux x86_64)\"")
                    .formatted(i % 7, i % 251, i / 60 % 60, i % 60, i % 97, 1000 + i % 9000))
        .toList();
  }
}
