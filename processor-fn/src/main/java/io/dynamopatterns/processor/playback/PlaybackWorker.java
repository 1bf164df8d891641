package io.dynamopatterns.processor.playback;

import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.Pace;
import io.dynamopatterns.common.Waiting;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.playback.EventSequence;
import io.dynamopatterns.eventstore.playback.EventStoreReader;
import io.dynamopatterns.eventstore.playback.Place;
import io.dynamopatterns.eventstore.table.ShardStates;
import io.dynamopatterns.processor.worker.NotYetException;
import io.dynamopatterns.processor.worker.Progress;
import io.dynamopatterns.processor.worker.Run;
import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.processor.worker.WorkFailedException;
import io.dynamopatterns.processor.worker.Worker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Plays the event store back to a Kinesis stream or an SQS FIFO queue, and continues after the last
 * event that was delivered. Input: {@code target}, and where wanted {@code from}, {@code to} and
 * {@code rate}.
 *
 * <p>Events are read in the one order of the store and arrive in it, those of one partition key,
 * each at least once. It never reads past the watermark: where that is not at the end yet, it waits
 * for it.
 */
public final class PlaybackWorker implements Worker {
  /** The type of this work. */
  public static final String TYPE = "playback";

  /** Count of events that arrived. */
  static final String DELIVERED = "delivered";

  /** Count of those among them that were too large to have their data with them. */
  static final String WITHOUT_DATA = "withoutData";

  /** Enough for full requests where keys repeat. */
  private static final int SLICE_EVENTS = 1000;

  private static final int SLICE_BYTES = 4 * 1024 * 1024;

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  /**
   * How long a run waits for the watermark, which is moved on every minute where nothing arrives.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final EventStoreReader reader;
  private final ShardStates states;
  private final PlaybackTargets targets;
  private final Clock clock;
  private final Waiting waiting;

  public PlaybackWorker(
      EventStoreReader reader,
      ShardStates states,
      PlaybackTargets targets,
      Clock clock,
      Waiting waiting) {
    this.reader = reader;
    this.states = states;
    this.targets = targets;
    this.clock = clock;
    this.waiting = waiting;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void check(Work work) {
    PlaybackInput input = PlaybackInput.of(work);
    input.refuseFuture(clock.instant());
    target(input);
  }

  @Override
  public Progress run(Work work, Progress progress, Run run) throws InterruptedException {
    try {
      PlaybackInput input = PlaybackInput.of(work);
      return new Playback(work.id(), input, target(input), run, progress).play();
    } catch (BadRequestException e) {
      throw new WorkFailedException(e.getMessage());
    }
  }

  private PlaybackTarget<?> target(PlaybackInput input) {
    return targets
        .find(input.target())
        .orElseThrow(
            () ->
                new BadRequestException(
                    "input." + PlaybackInput.TARGET,
                    "must be one of %s, but is '%s'"
                        .formatted(String.join(", ", targets.names()), input.target())));
  }

  /** One run. */
  private final class Playback {
    private final String work;
    private final PlaybackInput input;
    private final PlaybackTarget<?> target;
    private final Run run;
    private final Pace pace;
    private final Progress start;
    private Progress reached;

    Playback(
        String work, PlaybackInput input, PlaybackTarget<?> target, Run run, Progress progress) {
      this.work = work;
      this.input = input;
      this.target = target;
      this.run = run;
      this.pace = new Pace(input.rate(), waiting);
      this.start = progress;
      this.reached = progress;
    }

    Progress play() throws InterruptedException {
      Instant watermark = watermark();
      PlaybackCursor cursor = begin(watermark);
      while (true) {
        boolean complete = !watermark.isBefore(cursor.to());
        cursor = deliver(cursor, complete ? cursor.to() : watermark);
        if (run.deadline().passed()) {
          return reached;
        }
        if (complete) {
          return reached.finished();
        }
        watermark = awaitBehind(watermark, cursor.to());
      }
    }

    /** Where to continue. An open end is the watermark of the first run from then on. */
    private PlaybackCursor begin(Instant watermark) {
      return PlaybackCursor.of(reached.cursor())
          .orElseGet(
              () -> {
                if (input.to().isEmpty() && watermark.equals(Instant.EPOCH)) {
                  throw new NotYetException("the store is not known to be complete anywhere");
                }
                PlaybackCursor first =
                    new PlaybackCursor(input.to().orElse(watermark), Optional.empty());
                reached = reached.at(first.toMap(), reached.counts());
                return first;
              });
    }

    /** Delivers what there is before a time, until the deadline has passed. */
    private PlaybackCursor deliver(PlaybackCursor from, Instant before) {
      PlaybackCursor cursor = from;
      EventSequence events =
          reader.read(input.from(), before, cursor.place(), SLICE_EVENTS, run.deadline());
      while (true) {
        Slice slice = read(events);
        if (slice.events.isEmpty()) {
          return cursor;
        }
        pace.await(run.deadline());
        pace.take(slice.events.size());
        PlaybackCursor begun = cursor;
        Progress until = reached;
        PlaybackTarget.Sent sent =
            target.send(
                slice.events,
                work,
                run.deadline(),
                arrived -> run.reached(slice.behind(arrived, begun, until)));
        int arrived = sent.arrived().events();
        cursor = slice.cursor(arrived, begun);
        reached = slice.behind(sent.arrived(), begun, until);
        run.count("EventsPlayedBack", arrived);
        run.reached(reached);
        if (sent.failure().isPresent()) {
          throw sent.failure().get();
        }
        if (arrived < slice.events.size()) {
          return cursor;
        }
      }
    }

    private Slice read(EventSequence events) {
      Slice slice = new Slice();
      int most = pace.portion(SLICE_EVENTS);
      while (slice.events.size() < most && slice.bytes < SLICE_BYTES && hasNext(events)) {
        slice.add(events.next(), events.place().orElseThrow());
      }
      return slice;
    }

    /** Whether there is another event, as far as there was time to read. */
    private boolean hasNext(EventSequence events) {
      return inTime(events::hasNext).orElse(false);
    }

    /**
     * What is read, or empty if the deadline cut it off: the run has its progress and ends with it.
     * One that has none failed, and says by what.
     */
    private <T> Optional<T> inTime(Supplier<T> read) {
      try {
        return Optional.of(read.get());
      } catch (NotDoneException | SdkException e) {
        if (!run.deadline().passed() || reached.cursor().equals(start.cursor())) {
          throw e;
        }
        return Optional.empty();
      }
    }

    /**
     * Waits until the watermark is past this time.
     *
     * @throws NotYetException if that takes longer than the run, or uses time that is better left
     *     to others
     */
    private Instant awaitBehind(Instant last, Instant to) throws InterruptedException {
      long end = waiting.nanos() + PATIENCE.toNanos();
      while (waiting.nanos() < end && !run.deadline().passed()) {
        Optional<Instant> moved = inTime(this::watermark).filter(time -> time.isAfter(last));
        if (moved.isPresent()) {
          return moved.get();
        }
        Duration left = run.deadline().remaining();
        waiting.sleep(LOOK_AGAIN.compareTo(left) < 0 ? LOOK_AGAIN : left);
      }
      run.reached(reached);
      throw new NotYetException(
          "all is played back up to the watermark %s, and 'to' is %s".formatted(last, to));
    }

    private Instant watermark() {
      return states.watermark(run.deadline()).time();
    }
  }

  /** Some events, one after another, and the place after each. */
  private static final class Slice {
    private final List<Event> events = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private long bytes;

    void add(Event event, Place place) {
      events.add(event);
      places.add(place);
      bytes += event.data().length;
    }

    /** The cursor after those that have arrived. */
    PlaybackCursor cursor(int arrived, PlaybackCursor begun) {
      return arrived == 0 ? begun : begun.at(places.get(arrived - 1));
    }

    /** The progress after those that have arrived. */
    Progress behind(PlaybackTarget.Arrived arrived, PlaybackCursor begun, Progress before) {
      Map<String, Long> sums = new TreeMap<>(before.counts());
      if (arrived.events() > 0) {
        sums.merge(DELIVERED, (long) arrived.events(), Long::sum);
        sums.merge(WITHOUT_DATA, (long) arrived.withoutData(), Long::sum);
      }
      return before.at(cursor(arrived.events(), begun).toMap(), sums);
    }
  }
}
