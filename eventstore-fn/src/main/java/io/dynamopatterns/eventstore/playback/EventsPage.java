package io.dynamopatterns.eventstore.playback;

import io.dynamopatterns.eventstore.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A page of events.
 *
 * @param events in their order
 * @param stopped why there are no more on it
 * @param place where to go on, or empty if there is nothing to go on from
 * @param watermark the time before which the store is complete, the epoch if none is known
 */
public record EventsPage(
    List<Event> events, Stop stopped, Optional<Place> place, Instant watermark) {

  /** Why a page ended. */
  public enum Stop {
    /** It has as many events as were asked for. */
    LIMIT,
    /** One more would not fit an answer. */
    SIZE,
    /** The time of the invocation was used up. */
    TIME,
    /** Behind it the store may not be complete yet; ask again later, with the cursor. */
    WATERMARK,
    /** What is stored was read to its end, past the watermark. */
    LATEST,
    /** The span that was asked for was read to its end. */
    TO
  }
}
