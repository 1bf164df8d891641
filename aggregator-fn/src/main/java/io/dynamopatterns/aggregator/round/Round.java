package io.dynamopatterns.aggregator.round;

import io.dynamopatterns.aggregator.rule.RoundProgress;
import io.dynamopatterns.common.delivery.CountedPositions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One round of a group, as it is stored.
 *
 * <p>While they are few, the round itself has the ids of its members: {@code members}. Then nothing
 * else need tell the members from events that came late or belong to another round. A round with
 * more members says nothing of them; from then on events of later rounds, and late ones, are tagged
 * ({@code tagged}), and the members of the first round are those without a tag.
 *
 * @param number the number of the round, from 1
 * @param count its events
 * @param late events that came when it took no more
 * @param sources how many of its events came from each source
 * @param marks what the rule had the round remember of its events
 * @param members the ids of its events in the order of counting, or empty if they are too many
 * @param tagged whether events of later rounds, and late ones, carry tags
 * @param openSince when its first event arrived
 * @param closedAt when it was completed or expired, if it was
 * @param counted how far the table's stream has been counted, for all rounds of the group; not to
 *     be changed
 * @param split whether the group's records are known to come from two shards. Then the position
 *     does not tell what was counted, and no event is skipped for it
 */
public record Round(
    String group,
    long number,
    RoundState state,
    long count,
    long late,
    Map<String, Long> sources,
    Set<String> marks,
    Optional<List<String>> members,
    boolean tagged,
    Instant openSince,
    Optional<Instant> closedAt,
    CountedPositions counted,
    boolean split) {

  /** Under this name are counted the sources beyond {@link #MAX_SOURCES}. */
  public static final String OTHER_SOURCES = "#others";

  /**
   * Sources that are counted by name, in addition to those that the rule asks about: a round must
   * fit one item, whatever names the producers choose.
   */
  public static final int MAX_SOURCES = 50;

  /** The most marks that a round has. */
  static final int MAX_MARKS = 10;

  /** The most characters of a mark. */
  static final int MAX_MARK_LENGTH = 64;

  /**
   * What group, sources, marks and members may take together for the members to be listed: with all
   * else that a round's item holds it stays below a kilobyte, so that each write takes one unit.
   */
  static final int LISTED_BYTES = 384;

  public Round {
    sources = Map.copyOf(sources);
    marks = Set.copyOf(marks);
    members = members.map(List::copyOf);
  }

  static Round first(StreamedEvent event) {
    return opened(event, 1, false, CountedPositions.of(null), false);
  }

  /**
   * The round that takes the place of this one, which the retention has forgotten: still without an
   * event, but it knows what was counted.
   */
  Round anew(StreamedEvent event) {
    return opened(event, number, false, counted, split);
  }

  /** The round after this one, still without an event. */
  Round next(StreamedEvent event) {
    return opened(event, number + 1, tagged, counted, split);
  }

  private static Round opened(
      StreamedEvent event, long number, boolean tagged, CountedPositions counted, boolean split) {
    return new Round(
        event.event().group(),
        number,
        RoundState.COLLECTING,
        0,
        0,
        Map.of(),
        Set.of(),
        Optional.of(List.of()),
        tagged,
        event.arrival(),
        Optional.empty(),
        counted,
        split);
  }

  public boolean isOpen() {
    return state == RoundState.COLLECTING;
  }

  /** Whether the event was counted before, in this round or one before it. */
  boolean has(StreamedEvent event) {
    return listsAllEvents() ? members.get().contains(event.event().id()) : passed(event);
  }

  /** Whether the event is at or before the position of its stream. */
  boolean passed(StreamedEvent event) {
    return counted.contains(event.stream(), event.sequenceNumber());
  }

  /** Whether it is unknown if the event was counted: the stream has not kept its order. */
  boolean doubts(StreamedEvent event) {
    return !listsAllEvents()
        && (split && passed(event)
            || counted.isDoubtful(event.stream(), event.sequenceNumber(), event.arrival()));
  }

  /**
   * Whether these events, which follow each other in one shard, skip the position: some are before
   * it, some after it, and none is at it. Then what is at the position came from another shard, and
   * it is unknown whether those before it were counted.
   */
  boolean isSkippedBy(List<StreamedEvent> events) {
    return !listsAllEvents()
        && events.stream().anyMatch(this::passed)
        && !events.stream().allMatch(this::passed)
        && events.stream()
            .filter(this::passed)
            .noneMatch(event -> counted.isLast(event.stream(), event.sequenceNumber()));
  }

  /** Whether the event is after the position by its number, and well before it by its time. */
  boolean isRunBackBy(StreamedEvent event) {
    return counted.runsBack(event.stream(), event.sequenceNumber(), event.arrival());
  }

  /** The round, known to be counted from two shards. */
  Round asSplit() {
    return new Round(
        group, number, state, count, late, sources, marks, members, tagged, openSince, closedAt,
        counted, true);
  }

  /** The ids tell more than the position, as long as they are the ids of all that was counted. */
  private boolean listsAllEvents() {
    return number == 1 && isOpen() && members.isPresent();
  }

  /**
   * The round with one more event.
   *
   * @param wanted the sources that are counted by name in any case
   * @param newMarks what the round remembers of the event
   */
  Round with(StreamedEvent event, Set<String> wanted, Set<String> newMarks) {
    Map<String, Long> newSources = new TreeMap<>(sources);
    String source = event.event().source();
    boolean named =
        sources.containsKey(source) || sources.size() < MAX_SOURCES || wanted.contains(source);
    newSources.merge(named ? source : OTHER_SOURCES, 1L, Long::sum);
    Set<String> allMarks = marked(newMarks);
    Optional<List<String>> newMembers = members.map(ids -> plus(ids, event.event().id()));
    if (newMembers.isPresent()
        && listedBytes(newMembers.get(), newSources, allMarks) > LISTED_BYTES) {
      newMembers = Optional.empty();
    }
    return new Round(
        group,
        number,
        state,
        count + 1,
        late,
        newSources,
        allMarks,
        newMembers,
        tagged || newMembers.isEmpty(),
        openSince,
        closedAt,
        countedWith(event),
        split || isRunBackBy(event));
  }

  /** The round, which takes no more events, after one more came. */
  Round withLate(StreamedEvent event) {
    return new Round(
        group,
        number,
        state,
        count,
        late + 1,
        sources,
        marks,
        members,
        tagged,
        openSince,
        closedAt,
        countedWith(event),
        split || isRunBackBy(event));
  }

  /** The round as it is closed. */
  public Round closed(RoundState newState, Instant time) {
    return new Round(
        group,
        number,
        newState,
        count,
        late,
        sources,
        marks,
        members,
        tagged,
        openSince,
        Optional.of(time),
        counted,
        split);
  }

  /** What a rule is given. */
  public RoundProgress progress() {
    return new RoundProgress(group, number, count, sources, marks, openSince);
  }

  private CountedPositions countedWith(StreamedEvent event) {
    CountedPositions after = counted.copy();
    after.advance(event.stream(), event.sequenceNumber(), event.arrival());
    return after;
  }

  private Set<String> marked(Set<String> more) {
    if (marks.containsAll(more)) {
      return marks;
    }
    Set<String> all = new TreeSet<>(marks);
    all.addAll(more);
    if (all.size() > MAX_MARKS || all.stream().anyMatch(mark -> !isMark(mark))) {
      throw new IllegalStateException(
          "the rule marks round %d with %d marks, the longest of %d characters; allowed: up to %d of 1 to %d"
              .formatted(
                  number,
                  all.size(),
                  all.stream().mapToInt(String::length).max().orElse(0),
                  MAX_MARKS,
                  MAX_MARK_LENGTH));
    }
    return all;
  }

  private static boolean isMark(String text) {
    return !text.isEmpty() && text.length() <= MAX_MARK_LENGTH;
  }

  private int listedBytes(List<String> ids, Map<String, Long> names, Set<String> newMarks) {
    int bytes = utf8(group);
    for (String id : ids) {
      bytes += 1 + utf8(id);
    }
    for (Map.Entry<String, Long> source : names.entrySet()) {
      bytes += 4 + utf8(source.getKey());
    }
    for (String mark : newMarks) {
      bytes += 1 + utf8(mark);
    }
    return bytes;
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static List<String> plus(List<String> ids, String id) {
    List<String> more = new ArrayList<>(ids);
    more.add(id);
    return more;
  }
}
