package io.dynamopatterns.aggregator.round;

import io.dynamopatterns.aggregator.rule.RoundProgress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One round of a group, as it is stored.
 *
 * <p>While they are few, the round itself has the ids of its members. Then nothing else need tell
 * the members from events that came late or belong to another round. A round with more members says
 * nothing of them; from then on events of later rounds, and late ones, are tagged ({@code tagged}),
 * and the members of the first round are those without a tag.
 *
 * @param number the number of the round, from 1
 * @param tally what it has of its events
 * @param tagged whether events of later rounds, and late ones, carry tags
 * @param openSince when its first event arrived
 * @param closedAt when it was completed or expired, if it was
 * @param counted how far the table's stream has been counted, for all rounds of the group
 */
public record Round(
    String group,
    long number,
    RoundState state,
    Tally tally,
    boolean tagged,
    Instant openSince,
    Optional<Instant> closedAt,
    CountedStream counted) {

  /** The most marks that a round has. */
  static final int MAX_MARKS = 10;

  /** The most characters of a mark. */
  static final int MAX_MARK_LENGTH = 64;

  static Round first(StreamedEvent event) {
    return opened(event, 1, false, CountedStream.NONE);
  }

  /**
   * The round that takes the place of this one, which the retention has forgotten: still without an
   * event, but it knows what was counted.
   */
  Round anew(StreamedEvent event) {
    return opened(event, number, false, counted);
  }

  /** The round after this one, still without an event. */
  Round next(StreamedEvent event) {
    return opened(event, number + 1, tagged, counted);
  }

  private static Round opened(
      StreamedEvent event, long number, boolean tagged, CountedStream counted) {
    return new Round(
        event.event().group(),
        number,
        RoundState.COLLECTING,
        Tally.EMPTY,
        tagged,
        event.arrival(),
        Optional.empty(),
        counted);
  }

  public boolean isOpen() {
    return state == RoundState.COLLECTING;
  }

  /** Whether the event was counted before, in this round or one before it. */
  boolean has(StreamedEvent event) {
    return listsAllEvents()
        ? tally.members().get().contains(event.event().id())
        : counted.passed(event);
  }

  /** Whether it is unknown if the event was counted. */
  boolean doubts(StreamedEvent event) {
    return !listsAllEvents() && counted.doubts(event);
  }

  /** Whether it is unknown if those of the events that the stream has passed were counted. */
  boolean isSkippedBy(List<StreamedEvent> events) {
    return !listsAllEvents() && counted.isSkippedBy(events);
  }

  /** The ids tell more than the position, as long as they are the ids of all that was counted. */
  private boolean listsAllEvents() {
    return number == 1 && isOpen() && tally.members().isPresent();
  }

  /** The round, known to be counted from two shards. */
  Round asSplit() {
    return new Round(group, number, state, tally, tagged, openSince, closedAt, counted.asSplit());
  }

  /**
   * The round with one more event.
   *
   * @param wanted the sources that are counted by name in any case
   * @param newMarks what the round remembers of the event
   */
  Round with(StreamedEvent event, Set<String> wanted, Set<String> newMarks) {
    Tally more = tally.with(event.event(), wanted, newMarks);
    requireMarks(more.marks());
    boolean nowTagged = tagged || more.members().isEmpty();
    return new Round(
        group, number, state, more, nowTagged, openSince, closedAt, counted.with(event));
  }

  private void requireMarks(Set<String> marks) {
    if (marks.isEmpty()) {
      return;
    }
    int longest = marks.stream().mapToInt(String::length).max().orElse(0);
    if (marks.size() > MAX_MARKS || longest > MAX_MARK_LENGTH || marks.contains("")) {
      throw new IllegalStateException(
          "the rule marks round %d with %d marks, the longest of %d characters; allowed: up to %d of 1 to %d"
              .formatted(number, marks.size(), longest, MAX_MARKS, MAX_MARK_LENGTH));
    }
  }

  /** The round, which takes no more events, after one more came. */
  Round withLate(StreamedEvent event) {
    return new Round(
        group, number, state, tally.withLate(), tagged, openSince, closedAt, counted.with(event));
  }

  /** The round as it is closed. */
  public Round closed(RoundState newState, Instant time) {
    return new Round(group, number, newState, tally, tagged, openSince, Optional.of(time), counted);
  }

  /** What a rule is given. */
  public RoundProgress progress() {
    return new RoundProgress(
        group, number, tally.count(), tally.sources(), tally.marks(), openSince);
  }
}
