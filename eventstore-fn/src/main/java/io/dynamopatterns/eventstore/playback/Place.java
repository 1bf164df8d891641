package io.dynamopatterns.eventstore.playback;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.eventstore.event.EventKey;
import io.dynamopatterns.eventstore.ingest.PackedWriter;
import java.time.Instant;
import java.util.Optional;

/**
 * Where reading resumes: after an event.
 *
 * <p>An event that is stored later can be in an item that sorts before the last event. A pump packs
 * new events together with older ones that another pump has already moved, under the key of the
 * oldest. So the scan resumes at the first item that can hold an event after the last one, whenever
 * that item is stored.
 *
 * @param after the key of the last event that was read
 * @param scanFrom the sort key of the first item that was read and may have events after it: a pack
 *     that the last event was taken from may hold later ones
 * @param completeUntil the watermark when the last event was read; empty if it was not recorded
 */
public record Place(String after, String scanFrom, Optional<Instant> completeUntil) {
  private static final String SEPARATOR = "|";

  /** A place of which the watermark was not recorded. */
  public Place(String after, String scanFrom) {
    this(after, scanFrom, Optional.empty());
  }

  /** The same place, read under this watermark. */
  Place readUnder(Instant watermark) {
    return new Place(after, scanFrom, Optional.of(watermark));
  }

  /** The store time of the last event. */
  Instant time() {
    return new EventKey(after).time();
  }

  /**
   * The first sort key of an item that may have events after the last one. Events before the
   * watermark of then were stored when the last event was read. Any other has a store time from
   * that watermark on, and its item begins at most a pack's span earlier.
   */
  String firstItem() {
    Instant stored = completeUntil.filter(time()::isBefore).orElse(time());
    String stillToCome = Times.text(stored.minus(PackedWriter.MAX_SPAN));
    return stillToCome.compareTo(scanFrom) < 0 ? stillToCome : scanFrom;
  }

  /** The place as text. */
  public String text() {
    String known = after + SEPARATOR + scanFrom;
    return completeUntil.map(time -> known + SEPARATOR + Times.text(time)).orElse(known);
  }

  /** The place of such a text. */
  public static Optional<Place> parse(String text) {
    String[] parts = text.split("\\|", -1);
    return switch (parts.length) {
      case 2 -> Optional.of(new Place(parts[0], parts[1]));
      case 3 -> Optional.of(new Place(parts[0], parts[1], Optional.of(Times.parse(parts[2]))));
      default -> Optional.empty();
    };
  }
}
