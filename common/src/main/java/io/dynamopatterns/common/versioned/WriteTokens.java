package io.dynamopatterns.common.versioned;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of an item's recent writes: the last one of each writer, newest version first.
 *
 * <p>One token would not do. When an answer is lost, other writers may pass before the write is
 * sent again, and it must still be found. So each writer keeps its own entry, for at most {@link
 * #WRITERS} writers and {@link #MEMORY}. {@code floor} is the highest version whose token has been
 * dropped: above it the list is complete, so a token that is missing there was never applied; at or
 * below it that is unknown.
 *
 * <p>As text, in one attribute: {@code <incarnation> <floor> <token> <token> …}.
 *
 * @param incarnation named after the first write that left a token; an item that is deleted and
 *     created anew has another
 */
record WriteTokens(String incarnation, long floor, List<WriteToken> tokens) {
  static final int WRITERS = 16;

  /** Longer than any run of a Lambda function, and than the difference of clocks beside it. */
  static final Duration MEMORY = Duration.ofHours(1);

  private static final String NO_INCARNATION = "";

  /** What an item says about a write. */
  enum Verdict {
    APPLIED,
    NOT_APPLIED,
    UNKNOWN
  }

  /** The tokens of an item that carries none: all its versions so far are below the floor. */
  static WriteTokens none(long version) {
    return new WriteTokens(NO_INCARNATION, version, List.of());
  }

  static WriteTokens parse(String text) {
    String[] parts = text.split(" ");
    List<WriteToken> tokens = new ArrayList<>();
    for (int i = 2; i < parts.length; i++) {
      tokens.add(WriteToken.parse(parts[i]));
    }
    return new WriteTokens(
        parts[0], Long.parseLong(parts[1], Character.MAX_RADIX), List.copyOf(tokens));
  }

  /** The tokens after one more write. */
  WriteTokens with(WriteToken written) {
    long oldest = written.stamp() - MEMORY.toMillis();
    long newFloor = floor;
    List<WriteToken> kept = new ArrayList<>();
    // Versions rise, so it is the newest.
    kept.add(written);
    for (WriteToken token : tokens) {
      // The writer's earlier write is settled, or it would not write again: its token may go.
      if (token.writer().equals(written.writer())) {
        continue;
      }
      if (kept.size() < WRITERS && token.stamp() >= oldest) {
        kept.add(token);
      } else {
        newFloor = Math.max(newFloor, token.version());
      }
    }
    return new WriteTokens(
        incarnation.isEmpty() ? written.name() : incarnation, newFloor, List.copyOf(kept));
  }

  /** Whether this write created the item, however many writes followed. */
  boolean isCreatedBy(WriteToken token) {
    return incarnation.equals(token.name());
  }

  /**
   * Whether a write of a new version was applied to the item that carries these tokens.
   *
   * @param token the write's token
   * @param before the tokens of the version that the write was based on
   */
  Verdict verdict(WriteToken token, WriteTokens before) {
    if (tokens.contains(token)) {
      return Verdict.APPLIED;
    }
    return token.version() > floor && continues(before) ? Verdict.NOT_APPLIED : Verdict.UNKNOWN;
  }

  /**
   * Whether this is certainly the same item as before. An item that was created anew in its place
   * has another incarnation, or, if a retry of the same create brought it back, lacks writes that
   * were there before.
   */
  boolean continues(WriteTokens before) {
    return !before.incarnation().isEmpty()
        && before.incarnation().equals(incarnation)
        && before.tokens().stream().allMatch(this::remembers);
  }

  /** Whether this is certainly another item than before, created anew in its place. */
  boolean replaces(WriteTokens before) {
    return !before.incarnation().isEmpty() && !before.incarnation().equals(incarnation);
  }

  private boolean remembers(WriteToken written) {
    return written.version() <= floor
        || tokens.stream()
            .anyMatch(
                token ->
                    token.writer().equals(written.writer()) && token.stamp() >= written.stamp());
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(incarnation)
            .append(' ')
            .append(Long.toString(floor, Character.MAX_RADIX));
    tokens.forEach(token -> text.append(' ').append(token));
    return text.toString();
  }
}
