package io.dynamopatterns.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The access log of 10,000 real lines that is beside some checkouts; elsewhere one like it. */
public final class SampleLog {
  /** How many lines it has. */
  public static final int LINES = 10_000;

  private static final byte[] TEXT = read();

  private SampleLog() {}

  /** About 2.4 MB of text. */
  public static byte[] text() {
    return TEXT;
  }

  private static byte[] read() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("fleet"))) {
      directory = directory.getParent();
    }
    Path shared = directory.resolveSibling("shared/data/access.log.gz");
    if (!Files.exists(shared)) {
      return generated();
    }
    try (GZIPInputStream gzip =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(shared)))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text, compressed. */
  public static byte[] gzip(byte[] text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Its lines. */
  public static List<String> lines() {
    return new String(TEXT, StandardCharsets.ISO_8859_1).lines().limit(LINES).toList();
  }

  private static byte[] generated() {
    StringBuilder log = new StringBuilder();
    for (int i = 1; i <= LINES; i++) {
      log.append(
          "10.0.%d.%d - - [17/May/2015:10:%02d:%02d +0000] \"GET /articles/%d HTTP/1.1\" 200 %d \"-\" \"%s\"\n"
              .formatted(
                  i % 7, i * 31 % 250, i / 60 % 60, i % 60, i % 400, i, "Mozilla ".repeat(18)));
    }
    return log.toString().getBytes(StandardCharsets.UTF_8);
  }
}
