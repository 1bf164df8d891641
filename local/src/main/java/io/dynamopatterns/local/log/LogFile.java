package io.dynamopatterns.local.log;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The lines of a file, plain or gzip, to be counted and shown: what they say is read by the
 * processor. A line ends at a line feed, as {@code awk} sees it; a carriage return before it is not
 * part of it, nor is a byte order mark before the first. Bytes that are not UTF-8 are taken for
 * Latin-1.
 */
public final class LogFile implements Closeable {
  private static final int BUFFER = 1 << 16;
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Of a longer line only the beginning is held. */
  private static final int MAX_BYTES = 10 * 1024 * 1024;

  private final InputStream bytes;
  private boolean first = true;

  private LogFile(InputStream bytes) {
    this.bytes = bytes;
  }

  public static LogFile open(Path file) throws IOException {
    return open(Files.newInputStream(file));
  }

  /** How many lines a file has, up to where it is cut or damaged. */
  public static long count(Path file) {
    long lines = 0;
    try (LogFile log = open(file)) {
      while (log.next().isPresent()) {
        lines++;
      }
    } catch (IOException e) {
      // The lines before are there, and the processor reports the damage.
      return lines;
    }
    return lines;
  }

  /** Closes the stream when it turns out to be broken. */
  public static LogFile open(InputStream raw) throws IOException {
    InputStream buffered = new BufferedInputStream(raw, BUFFER);
    try {
      buffered.mark(2);
      int magic = buffered.read() << 8 | buffered.read();
      buffered.reset();
      return new LogFile(
          magic == GZIP_MAGIC
              ? new BufferedInputStream(new GZIPInputStream(buffered, BUFFER), BUFFER)
              : buffered);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /**
   * The next line, empty at the end.
   *
   * @throws IOException where the file is cut or damaged; a line that it cuts is none
   */
  public Optional<String> next() throws IOException {
    int read = bytes.read();
    if (read < 0) {
      return Optional.empty();
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    while (read >= 0 && read != '\n') {
      if (line.size() < MAX_BYTES) {
        line.write(read);
      }
      read = bytes.read();
    }
    String text = text(line.toByteArray());
    boolean marked = first && text.startsWith(BYTE_ORDER_MARK);
    first = false;
    return Optional.of(
        text.substring(marked ? 1 : 0, text.endsWith("\r") ? text.length() - 1 : text.length()));
  }

  private static String text(byte[] line) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      return new String(line, StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
