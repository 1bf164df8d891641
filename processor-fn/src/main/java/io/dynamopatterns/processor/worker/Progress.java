package io.dynamopatterns.processor.worker;

import java.util.Map;

/**
 * How far work has come.
 *
 * @param cursor where to continue, in the worker's own words; empty at the start
 * @param counts what was done so far, for people and for the event at the end
 * @param done whether nothing is left to do
 */
public record Progress(Map<String, String> cursor, Map<String, Long> counts, boolean done) {
  public Progress {
    cursor = Map.copyOf(cursor);
    counts = Map.copyOf(counts);
  }

  /** Nothing is done yet. */
  public static Progress start() {
    return new Progress(Map.of(), Map.of(), false);
  }

  /** The same work at another place. */
  public Progress at(Map<String, String> newCursor, Map<String, Long> newCounts) {
    return new Progress(newCursor, newCounts, false);
  }

  /** The same place, with nothing left to do. */
  public Progress finished() {
    return new Progress(cursor, counts, true);
  }
}
