package io.dynamopatterns.eventstore.playback;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.request.AnswerPage;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageCursor;
import io.dynamopatterns.common.request.PageRequest;
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

  /**
   * Answers one request, by its field {@code operation}.
   *
   * @throws io.dynamopatterns.common.request.BadRequestException naming the field and what is
   *     allowed
   */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    Fields fields = new Fields(request);
    return fields.choice("operation", "list", "watermark").equals("list")
        ? list(fields, deadline, telemetry)
        : watermark(fields, deadline);
  }

  /** Some events, in their order, from one store time and before another. */
  private Map<String, Object> list(Fields fields, Deadline deadline, Telemetry telemetry) {
    Optional<StoreHead> head = store.head();
    Instant from = time(fields, "from").orElse(Instant.EPOCH);
    Optional<Instant> to = time(fields, "to");
    if (to.isPresent() && from.isAfter(to.get())) {
      throw fields.bad("from", "must not be after 'to', but is %s".formatted(from));
    }
    PageRequest asked =
        fields.page(cursors(head), from + "/" + to.map(Instant::toString).orElse(""));
    Optional<Place> place =
        asked
            .after()
            .map(
                text ->
                    Place.parse(text).orElseThrow(() -> fields.bad("next", PageCursor.ALLOWED)));
    boolean pastWatermark = fields.flag("pastWatermark");
    fields.refuseOthers();
    // A function may begin the store while a page is read: the cursor of a page with its events
    // would not be one that the store has signed.
    boolean begun = head.isPresent();
    Instant watermark = begun ? states.watermark(deadline).time() : Instant.EPOCH;
    Instant wanted = to.orElse(FOR_EVER);
    boolean complete = pastWatermark || !wanted.isAfter(watermark);
    EventSequence sequence =
        reader.read(
            from, begun && complete ? wanted : watermark, place, asked.limit() + 1, deadline);
    AnswerPage page = new AnswerPage(asked, deadline);
    Stop why = fill(page, sequence, watermark, deadline);
    if (why == Stop.TO && (!complete || to.isEmpty())) {
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

  private Optional<Instant> time(Fields fields, String name) {
    Optional<Instant> time = fields.optionalTime(name);
    if (time.isPresent() && time.get().isAfter(clock.instant())) {
      throw fields.bad(name, "must not be in the future, but is %s".formatted(time.get()));
    }
    if (time.isPresent() && time.get().isBefore(Instant.EPOCH)) {
      throw fields.bad(name, "must not be before 1970, but is %s".formatted(time.get()));
    }
    return time.map(Times::ceiling);
  }

  /** How cursors are signed. A store that no function has written to gives none. */
  private static PageCursor cursors(Optional<StoreHead> head) {
    return head.map(StoreHead::secret).map(PageCursor::signed).orElse(PageCursor.checked());
  }

  /** Adds events to the page until it ends, and says why it does. */
  private static Stop fill(
      AnswerPage page, EventSequence sequence, Instant watermark, Deadline deadline) {
    Optional<Stop> stopped = stop(page, sequence, deadline);
    while (stopped.isEmpty()) {
      Map<String, Object> event = EventJson.of(sequence.next());
      String place = sequence.place().orElseThrow().readUnder(watermark).text();
      stopped = page.add(place, event) ? stop(page, sequence, deadline) : Optional.of(Stop.SIZE);
    }
    return stopped.get();
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

  /** How far the store is complete. */
  private Map<String, Object> watermark(Fields fields, Deadline deadline) {
    fields.refuseOthers();
    Watermark watermark = states.watermark(deadline);
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
