package io.dynamopatterns.processor.source;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Bytes that are fetched range by range, one range in memory. Ranges begin small and grow: who
 * reads little fetches little.
 */
final class RangeInputStream extends InputStream {
  /** Fetches the bytes from the first place to the last, both included. */
  @FunctionalInterface
  interface Ranges {
    byte[] fetch(long first, long last) throws IOException;
  }

  private static final int FIRST_RANGE_BYTES = 128 * 1024;

  private final long length;
  private final int maxRangeBytes;
  private final Ranges ranges;
  private int rangeBytes;
  private long next;
  private ByteArrayInputStream range = new ByteArrayInputStream(new byte[0]);

  /**
   * @param offset the first byte
   * @param length the number of bytes that there are, those before the offset included
   * @param maxRangeBytes the largest range
   */
  RangeInputStream(long offset, long length, int maxRangeBytes, Ranges ranges) {
    this.next = offset;
    this.length = length;
    this.maxRangeBytes = maxRangeBytes;
    this.rangeBytes = Math.min(FIRST_RANGE_BYTES, maxRangeBytes);
    this.ranges = ranges;
  }

  @Override
  public int read() throws IOException {
    fill();
    return range.read();
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (count == 0) {
      return 0;
    }
    fill();
    return range.read(target, offset, count);
  }

  /**
   * All that is left. Up to Java 22 gzip takes zero for the end of everything, and would lose the
   * members after one that ends with a range (JDK-7036144).
   */
  @Override
  public int available() {
    return (int) Math.min(range.available() + length - next, Integer.MAX_VALUE);
  }

  /** Fetches the next range, if there is one and the last one has been read. */
  private void fill() throws IOException {
    if (range.available() > 0 || next >= length) {
      return;
    }
    long last = Math.min(next + rangeBytes, length) - 1;
    byte[] fetched = ranges.fetch(next, last);
    if (fetched.length != last - next + 1) {
      throw new EOFException(
          "bytes %d to %d were asked for, and %d came".formatted(next, last, fetched.length));
    }
    range = new ByteArrayInputStream(fetched);
    next = last + 1;
    rangeBytes = (int) Math.min(2L * rangeBytes, maxRangeBytes);
  }
}
