package io.dynamopatterns.processor.lines;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The text of a gzip object: of all its members, one after the other.
 *
 * <p>The JDK's own stream takes a second member whose header is damaged, and any bytes after a
 * member, for the end of the text. Here both are an error, as is an object that was cut; what is
 * before it is read first. Zeros after the last member are padding.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952</a>
 */
final class GzipText extends InputStream {
  private static final int BUFFER = 1 << 16;
  private static final int END = -1;
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final InputStream bytes;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int filled;
  private long before;
  private boolean inMember;
  private boolean ended;

  /**
   * Reads the first header.
   *
   * @param bytes from the beginning of the object on
   */
  GzipText(InputStream bytes) throws IOException {
    this.bytes = bytes;
    beginMember();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? END : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (inMember || beginMember()) {
      int read = inflate(target, offset, length);
      if (read > 0) {
        checksum.update(target, offset, read);
        return read;
      }
      if (inflater.finished()) {
        endMember();
      } else if (!fill()) {
        throw cut();
      }
    }
    return END;
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    inflater.setInput(buffer, position, filled - position);
    try {
      int read = inflater.inflate(target, offset, length);
      position = filled - inflater.getRemaining();
      if (inflater.needsDictionary()) {
        throw new DataFormatException("it needs a dictionary");
      }
      return read;
    } catch (DataFormatException e) {
      throw damaged(e.getMessage());
    }
  }

  /** Reads a member's header; false where there is no further member. */
  private boolean beginMember() throws IOException {
    if (ended || !fill()) {
      return false;
    }
    boolean first = before + position == 0;
    if (!first && buffer[position] == 0) {
      requirePadding();
      ended = true;
      return false;
    }
    long start = before + position;
    if (next() != 0x1f || next() != 0x8b) {
      throw new BrokenTextException(
          "has bytes that are not gzip after the end of its gzip data, from byte %d on"
              .formatted(start));
    }
    if (next() != DEFLATE) {
      throw damaged("it is not compressed by deflate");
    }
    int flags = next();
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    skipText((flags & NAME) != 0);
    skipText((flags & COMMENT) != 0);
    skip((flags & HEADER_CHECKSUM) != 0 ? 2 : 0);
    inflater.reset();
    checksum.reset();
    inMember = true;
    return true;
  }

  private void endMember() throws IOException {
    long expected = number();
    long length = number();
    if (expected != checksum.getValue() || length != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw damaged("its checksum or its length is another");
    }
    inMember = false;
  }

  private void requirePadding() throws IOException {
    while (fill()) {
      if (buffer[position++] != 0) {
        throw new BrokenTextException(
            "has bytes that are not gzip after the end of its gzip data, from byte %d on"
                .formatted(before + position - 1));
      }
    }
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText(boolean there) throws IOException {
    while (there && next() != 0) {
      // Up to its end.
    }
  }

  private long number() throws IOException {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  private int next() throws IOException {
    if (!fill()) {
      throw cut();
    }
    return buffer[position++] & 0xff;
  }

  /** Whether there is a byte in the buffer. */
  private boolean fill() throws IOException {
    if (position < filled) {
      return true;
    }
    before += filled;
    position = 0;
    filled = Math.max(0, bytes.read(buffer));
    return filled > 0;
  }

  private static BrokenTextException cut() {
    return new BrokenTextException("is cut: it ends within its gzip data");
  }

  private BrokenTextException damaged(String reason) {
    return new BrokenTextException(
        "has damaged gzip data before byte %d: %s".formatted(before + position, reason));
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    bytes.close();
  }
}
