package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.item.ItemJson;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How far a scan in segments has come.
 *
 * @param segments for each segment where it continues, or empty if it is done
 */
public record ScanPosition(List<Optional<String>> segments) {
  private static final String BEGINNING = "{}";

  public ScanPosition {
    segments = List.copyOf(segments);
  }

  /**
   * The beginning of a table.
   *
   * @param segments how many parts are read side by side, each by a thread
   */
  public static ScanPosition start(int segments) {
    return new ScanPosition(Collections.nCopies(segments, Optional.of(BEGINNING)));
  }

  /** As text to keep, which {@link #parse} reads. */
  public String text() {
    return String.join("\n", segments.stream().map(segment -> segment.orElse("")).toList());
  }

  /**
   * The position that {@link #text} has written, or empty if it is none of this many segments: each
   * is a thread, and a text from outside must not say how many there are.
   */
  public static Optional<ScanPosition> parse(String text, int segments) {
    String[] parts = text.split("\n", -1);
    return parts.length == segments
        ? Optional.of(
            new ScanPosition(
                Arrays.stream(parts)
                    .map(segment -> Optional.of(segment).filter(key -> !key.isEmpty()))
                    .toList()))
        : Optional.empty();
  }

  /** Whether all segments are done. */
  public boolean isDone() {
    return segments.stream().allMatch(Optional::isEmpty);
  }

  /** The key after which a segment continues; empty for its beginning. */
  static Map<String, AttributeValue> key(String segment) {
    return segment.equals(BEGINNING) ? Map.of() : ItemJson.read(segment);
  }
}
