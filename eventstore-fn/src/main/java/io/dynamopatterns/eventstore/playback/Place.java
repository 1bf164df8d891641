package io.dynamopatterns.eventstore.playback;

import java.util.Optional;

/**
 * Where reading goes on: behind an event.
 *
 * @param after the key of the last event that was read
 * @param scanFrom the sort key of the first item that may have events behind it: a pack that the
 *     last event was taken from may hold later ones
 */
public record Place(String after, String scanFrom) {
  private static final char SEPARATOR = '|';

  /** The place as text. */
  public String text() {
    return after + SEPARATOR + scanFrom;
  }

  /** The place of such a text. */
  public static Optional<Place> parse(String text) {
    int at = text.indexOf(SEPARATOR);
    return at < 0
        ? Optional.empty()
        : Optional.of(new Place(text.substring(0, at), text.substring(at + 1)));
  }
}
