package io.dynamopatterns.eventstore.playback;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.request.PageCursor;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.playback.EventsPage.Stop;
import io.dynamopatterns.eventstore.table.ShardState;
import io.dynamopatterns.eventstore.table.ShardStates;
import io.dynamopatterns.eventstore.table.StoreHead;
import io.dynamopatterns.eventstore.table.StoredEvents;
import io.dynamopatterns.eventstore.table.Watermark;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The playback function: a request as JSON, an answer as JSON. */
public final class PlaybackFunction {
  /** Lambda returns 6 MB; this leaves room for what is around the events. */
  private static final int MAX_ANSWER = 5_500_000;

  /** The last millisecond that is stored as text of the fixed width. */
  private static final Instant FOR_EVER = Instant.parse("9999-12-31T23:59:59.999Z");

  private final StoredEvents store;
  private final ShardStates states;
  private final EventReader reader;
  private final Clock clock;

  public PlaybackFunction(StoredEvents store, ShardStates states, EventReader reader, Clock clock) {
    this.store = store;
    this.states = states;
    this.reader = reader;
    this.clock = clock;
  }

  /** Answers one request. */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    return switch (PlaybackRequest.of(request, clock.instant(), cursors())) {
      case PlaybackRequest.Page page -> {
        EventsPage read = page(page, deadline);
        telemetry.count("PlayedBack", read.events().size());
        yield answer(page, read);
      }
      case PlaybackRequest.Watermark watermark -> answer(states.watermark(deadline));
    };
  }

  /**
   * How cursors are signed. A store that no function has written to has given none; it may begin
   * while a page is read.
   */
  private PageCursor cursors() {
    return store.head().map(StoreHead::secret).map(PageCursor::signed).orElse(PageCursor.checked());
  }

  private EventsPage page(PlaybackRequest.Page request, Deadline deadline) {
    Instant watermark = states.watermark(deadline).time();
    Instant wanted = request.to().orElse(FOR_EVER);
    boolean complete = request.pastWatermark() || !wanted.isAfter(watermark);
    EventSequence sequence =
        reader.read(
            request.from(),
            complete ? wanted : watermark,
            request.place(),
            request.limit() + 1,
            deadline);
    List<Event> events = new ArrayList<>();
    Optional<Place> place = request.place();
    int size = 0;
    Optional<Stop> stopped = Optional.empty();
    while (stopped.isEmpty()) {
      stopped = stop(events.size(), request.limit(), sequence, deadline);
      if (stopped.isEmpty()) {
        Event event = sequence.next();
        size += EventJson.size(event);
        if (size > MAX_ANSWER && !events.isEmpty()) {
          stopped = Optional.of(Stop.SIZE);
        } else {
          events.add(event);
          place = sequence.place().map(at -> at.readUnder(watermark));
        }
      }
    }
    Stop why = stopped.get();
    if (why == Stop.TO && (!complete || request.to().isEmpty())) {
      why = complete ? Stop.LATEST : Stop.WATERMARK;
    }
    return new EventsPage(events, why, why == Stop.TO ? Optional.empty() : place, watermark);
  }

  /** Whether the page ends before the next event, {@code TO} meaning that there is none. */
  private static Optional<Stop> stop(
      int events, int limit, EventSequence sequence, Deadline deadline) {
    if (deadline.passed()) {
      return Optional.of(Stop.TIME);
    }
    try {
      if (!sequence.hasNext()) {
        return Optional.of(Stop.TO);
      }
    } catch (IllegalStateException e) {
      if (!deadline.passed()) {
        throw e;
      }
      return Optional.of(Stop.TIME);
    }
    return events == limit ? Optional.of(Stop.LIMIT) : Optional.empty();
  }

  private Map<String, Object> answer(PlaybackRequest.Page request, EventsPage page) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("events", page.events().stream().map(EventJson::of).toList());
    answer.put("count", page.events().size());
    answer.put("watermark", time(page.watermark()));
    answer.put("stopped", page.stopped().name());
    page.place()
        .ifPresent(place -> answer.put("cursor", cursors().encode(request.scope(), place.text())));
    return answer;
  }

  private Map<String, Object> answer(Watermark watermark) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("watermark", time(watermark.time()));
    if (watermark.time().isAfter(Instant.EPOCH)) {
      answer.put(
          "lagSeconds",
          Math.max(0, Duration.between(watermark.time(), clock.instant()).toSeconds()));
    }
    answer.put("shards", watermark.shards().stream().map(PlaybackFunction::shard).toList());
    return answer;
  }

  private static Map<String, Object> shard(ShardState state) {
    Map<String, Object> shard = new LinkedHashMap<>();
    shard.put("shard", state.shard());
    shard.put("state", state.phase().name());
    shard.put("sequence", state.sequence());
    shard.put("stored", time(state.time()));
    shard.put("visible", time(state.visibleUntil()));
    state.claim().ifPresent(claim -> shard.put("claimedAt", Times.text(claim.at())));
    return shard;
  }

  /** A time, or null for one that is not known. */
  private static String time(Instant time) {
    return time.equals(Instant.EPOCH) ? null : Times.text(time);
  }
}
