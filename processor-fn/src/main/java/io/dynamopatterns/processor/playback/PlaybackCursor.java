package io.dynamopatterns.processor.playback;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.eventstore.playback.Place;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far events are played back.
 *
 * @param to the store time before which all are
 * @param place after the last event that was delivered, if there was one
 */
record PlaybackCursor(Instant to, Optional<Place> place) {
  private static final String TO = "to";
  private static final String AFTER = "after";
  private static final String SCAN_FROM = "scanFrom";

  /** The place that a cursor names; empty at the start. */
  static Optional<PlaybackCursor> of(Map<String, String> cursor) {
    return Optional.ofNullable(cursor.get(TO))
        .map(
            to ->
                new PlaybackCursor(
                    Times.parse(to),
                    Optional.ofNullable(cursor.get(AFTER))
                        .map(after -> new Place(after, cursor.get(SCAN_FROM)))));
  }

  PlaybackCursor at(Place newPlace) {
    return new PlaybackCursor(to, Optional.of(newPlace));
  }

  Map<String, String> toMap() {
    Map<String, String> cursor = new TreeMap<>();
    cursor.put(TO, Times.text(to));
    place.ifPresent(
        known -> {
          cursor.put(AFTER, known.after());
          cursor.put(SCAN_FROM, known.scanFrom());
        });
    return cursor;
  }
}
