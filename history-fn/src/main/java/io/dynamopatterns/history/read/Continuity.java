package io.dynamopatterns.history.read;

import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import java.util.OptionalLong;

/**
 * Whether an entry follows the entry before it without a hole, as far as event names and the item's
 * own versions can tell.
 *
 * @param state the verdict
 * @param expected the version that the item should have had before the change, where the verdict is
 *     {@link State#isGap a gap}
 * @param missing how many changes are missing, where versions tell
 */
public record Continuity(State state, OptionalLong expected, OptionalLong missing) {

  /** The verdicts. */
  public enum State {
    /** The oldest entry there is: the table may have had data before, or older entries expired. */
    FIRST,
    /** The change starts from what the entry before it left. */
    CONTINUOUS,
    /** The change starts from a live item, as it should, but no versions are there to compare. */
    UNVERSIONED,
    /** A snapshot; the history may start with it. */
    BASELINE,
    /** A change that the snapshot before it may have seen already. */
    IN_BASELINE,
    /** Changes between the entry before and this one are not in the history. */
    MISSING,
    /** The version was there already: the writer did not count up. */
    DUPLICATE,
    /** The version is lower than the one before. */
    OUT_OF_ORDER;

    /** Whether something is wrong here. */
    public boolean isGap() {
      return this == MISSING || this == DUPLICATE || this == OUT_OF_ORDER;
    }
  }

  /**
   * The verdict on an entry.
   *
   * @param previous the entry before it, or null if there is none
   */
  static Continuity of(Entry previous, Entry entry) {
    if (entry.isBaseline()) {
      return verdict(State.BASELINE);
    }
    if (previous == null) {
      return verdict(State.FIRST);
    }
    if (previous.isBaseline() && mayHaveSeen(previous, entry)) {
      return verdict(State.IN_BASELINE);
    }
    boolean starts = entry.eventName() == EventName.INSERT;
    if (starts != (previous.eventName() == EventName.REMOVE)) {
      // An item is inserted where one is stored, or changed where none is. A tombstone is stored.
      return verdict(State.MISSING);
    }
    return starts ? verdict(State.CONTINUOUS) : ofChange(previous, entry);
  }

  private static Continuity ofChange(Entry previous, Entry entry) {
    OptionalLong before = versionBefore(entry);
    if (before.isEmpty() || previous.version().number().isEmpty()) {
      return verdict(State.UNVERSIONED);
    }
    long expected = previous.version().number().getAsLong();
    long missing = before.getAsLong() - expected;
    if (missing > 0) {
      return new Continuity(State.MISSING, OptionalLong.of(expected), OptionalLong.of(missing));
    }
    OptionalLong after = entry.version().number();
    if (after.isPresent() && after.getAsLong() == expected) {
      return new Continuity(State.DUPLICATE, OptionalLong.of(expected), OptionalLong.empty());
    }
    boolean wentBack = after.isPresent() && after.getAsLong() < expected;
    return missing < 0 || wentBack
        ? new Continuity(State.OUT_OF_ORDER, OptionalLong.of(expected), OptionalLong.empty())
        : verdict(State.CONTINUOUS);
  }

  /** Streams of new images alone do not tell: then versions are taken to rise by one. */
  private static OptionalLong versionBefore(Entry entry) {
    if (entry.oldVersion().number().isPresent() || entry.version().number().isEmpty()) {
      return entry.oldVersion().number();
    }
    return OptionalLong.of(entry.version().number().getAsLong() - 1);
  }

  private static boolean mayHaveSeen(Entry baseline, Entry entry) {
    OptionalLong seen = baseline.version().number();
    OptionalLong version = entry.version().number();
    return !entry.time().isAfter(baseline.time())
        || seen.isPresent() && version.isPresent() && version.getAsLong() <= seen.getAsLong();
  }

  private static Continuity verdict(State state) {
    return new Continuity(state, OptionalLong.empty(), OptionalLong.empty());
  }
}
