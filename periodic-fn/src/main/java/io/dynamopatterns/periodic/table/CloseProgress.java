package io.dynamopatterns.periodic.table;

import java.util.Optional;

/**
 * How far the closing of a bucket is.
 *
 * @param cursor where the last chunk ended; empty text before the first
 * @param carried the group that continues after it
 * @param events how many events are in the digests published so far
 * @param digests how many digests that are
 * @param refused how many more digests the bus refuses for good; they are kept as rejected
 */
public record CloseProgress(
    String cursor, Optional<CarriedGroup> carried, long events, long digests, long refused) {
  /** Nothing is closed yet. */
  public static final CloseProgress NONE = new CloseProgress("", Optional.empty(), 0, 0, 0);
}
