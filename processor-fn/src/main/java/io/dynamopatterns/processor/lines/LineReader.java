package io.dynamopatterns.processor.lines;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lines of a stream of bytes. A line ends at a line feed; a carriage return before it is not
 * part of it; the last one may end with the stream. Lines are found in bytes and decoded whole, so
 * no character is ever cut.
 *
 * <p>Bytes that are not UTF-8 are taken for Latin-1, which loses none of them. A byte order mark of
 * UTF-8 at the beginning of the text is not part of its first line.
 */
final class LineReader implements Closeable {
  private static final int BUFFER = 1 << 16;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /**
   * A line.
   *
   * @param start where it begins, in bytes
   * @param end where the next one begins
   * @param text empty if it is too long to be held
   */
  record Read(long start, long end, Optional<String> text) {
    /** How many bytes it has, its end included. */
    long length() {
      return end - start;
    }
  }

  private final InputStream bytes;
  private final int maxBytes;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int filled;
  private long offset;

  /**
   * @param bytes from the beginning of a line on
   * @param offset where that is
   * @param maxBytes the longest line that is held, its end not counted
   */
  LineReader(InputStream bytes, long offset, int maxBytes) {
    this.bytes = bytes;
    this.offset = offset;
    this.maxBytes = maxBytes;
  }

  /** The next line, empty at the end. */
  Optional<Read> next() throws IOException {
    if (!fill()) {
      return Optional.empty();
    }
    long start = offset;
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    boolean tooLong = false;
    boolean ended = false;
    while (!ended && fill()) {
      int end = position;
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      ended = end < filled;
      // One byte more than a line may have: it may be a carriage return at its end.
      tooLong |= line.size() + (end - position) > maxBytes + 1;
      if (!tooLong) {
        line.write(buffer, position, end - position);
      }
      int taken = end - position + (ended ? 1 : 0);
      offset += taken;
      position += taken;
    }
    return Optional.of(
        new Read(start, offset, tooLong ? Optional.empty() : text(line.toByteArray(), start == 0)));
  }

  private Optional<String> text(byte[] line, boolean first) {
    int length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
    int start = first && beginsWithMark(line) ? BYTE_ORDER_MARK.length : 0;
    return length > maxBytes ? Optional.empty() : Optional.of(decoded(line, start, length - start));
  }

  private static boolean beginsWithMark(byte[] line) {
    int length = BYTE_ORDER_MARK.length;
    return line.length >= length && Arrays.equals(line, 0, length, BYTE_ORDER_MARK, 0, length);
  }

  private static String decoded(byte[] line, int start, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(line, start, length))
          .toString();
    } catch (CharacterCodingException e) {
      return new String(line, start, length, StandardCharsets.ISO_8859_1);
    }
  }

  /** Whether there is a byte in the buffer. */
  private boolean fill() throws IOException {
    if (position < filled) {
      return true;
    }
    filled = Math.max(0, bytes.read(buffer));
    position = 0;
    return filled > 0;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
