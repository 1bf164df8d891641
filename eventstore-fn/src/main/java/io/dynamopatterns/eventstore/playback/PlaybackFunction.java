package io.dynamopatterns.eventstore.playback;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.request.AnswerPage;
import io.dynamopatterns.common.request.PageCursor;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.eventstore.table.ShardState;
import io.dynamopatterns.eventstore.table.ShardStates;
import io.dynamopatterns.eventstore.table.StoreHead;
import io.dynamopatterns.eventstore.table.StoredEvents;
import io.dynamopatterns.eventstore.table.Watermark;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The playback function: a request as JSON, an answer as JSON. */
public final class PlaybackFunction {
  /** The last millisecond that is stored as text of the fixed width. */
  private static final Instant FOR_EVER = Instant.parse("9999-12-31T23:59:59.999Z");

  private final StoredEvents store;
  private final ShardStates states;
  private final EventStoreReader reader;
  private final Clock clock;

  public PlaybackFunction(
      StoredEvents store, ShardStates states, EventStoreReader reader, Clock clock) {
    this.store = store;
    this.states = states;
    this.reader = reader;
    this.clock = clock;
  }

  /** Answers one request. */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    Optional<StoreHead> head = store.head();
    return switch (PlaybackRequest.of(request, clock.instant(), cursors(head))) {
      case PlaybackRequest.Page page -> page(page, head.isPresent(), deadline, telemetry);
      case PlaybackRequest.Watermark watermark -> answer(states.watermark(deadline));
    };
  }

  /** How cursors are signed. A store that no function has written to gives none. */
  private static PageCursor cursors(Optional<StoreHead> head) {
    return head.map(StoreHead::secret).map(PageCursor::signed).orElse(PageCursor.checked());
  }

  /**
   * @param begun whether a function had written to the store. It may begin while a page is read:
   *     the cursor of a page with its events would not be one that the store has signed
   */
  private Map<String, Object> page(
      PlaybackRequest.Page request, boolean begun, Deadline deadline, Telemetry telemetry) {
    Instant watermark = begun ? states.watermark(deadline).time() : Instant.EPOCH;
    Instant wanted = request.to().orElse(FOR_EVER);
    boolean complete = request.pastWatermark() || !wanted.isAfter(watermark);
    EventSequence sequence =
        reader.read(
            request.from(),
            begun && complete ? wanted : watermark,
            request.place(),
            request.page().limit() + 1,
            deadline);
    AnswerPage page = new AnswerPage(request.page(), deadline);
    Optional<Stop> stopped = stop(page, sequence, deadline);
    while (stopped.isEmpty()) {
      Map<String, Object> event = EventJson.of(sequence.next());
      String place = sequence.place().orElseThrow().readUnder(watermark).text();
      stopped = page.add(place, event) ? stop(page, sequence, deadline) : Optional.of(Stop.SIZE);
    }
    Stop why = stopped.get();
    if (why == Stop.TO && (!complete || request.to().isEmpty())) {
      why = complete ? Stop.LATEST : Stop.WATERMARK;
    }
    if (why != Stop.TO) {
      page.end();
    }
    telemetry.count("PlayedBack", page.size());
    Answer answer =
        new Answer()
            .put("count", page.size())
            .put("watermark", time(watermark))
            .put("stopped", why);
    return page.into(answer, "events").json();
  }

  /** Whether the page ends before the next event, {@code TO} meaning that there is none. */
  private static Optional<Stop> stop(AnswerPage page, EventSequence sequence, Deadline deadline) {
    if (deadline.passed()) {
      return Optional.of(Stop.TIME);
    }
    try {
      if (!sequence.hasNext()) {
        return Optional.of(Stop.TO);
      }
    } catch (NotDoneException e) {
      if (!deadline.passed()) {
        throw e;
      }
      return Optional.of(Stop.TIME);
    }
    return page.hasRoom() ? Optional.empty() : Optional.of(Stop.LIMIT);
  }

  private Map<String, Object> answer(Watermark watermark) {
    Duration lag = Duration.between(watermark.time(), clock.instant());
    return new Answer()
        .put("watermark", time(watermark.time()))
        .put(
            "lagSeconds",
            Optional.of(watermark.time())
                .filter(known -> known.isAfter(Instant.EPOCH))
                .map(known -> Math.max(0, lag.toSeconds())))
        .put("shards", watermark.shards().stream().map(PlaybackFunction::shard).toList())
        .json();
  }

  private static Map<String, Object> shard(ShardState state) {
    return new Answer()
        .put("shard", state.shard())
        .put("state", state.phase())
        .put("sequence", state.sequence())
        .put("stored", time(state.time()))
        .put("visible", time(state.visibleUntil()))
        .put("claimedAt", state.claim().map(ShardState.Claim::at))
        .json();
  }

  /** A time, or null for one that is not known. */
  private static String time(Instant time) {
    return time.equals(Instant.EPOCH) ? null : Times.text(time);
  }
}
