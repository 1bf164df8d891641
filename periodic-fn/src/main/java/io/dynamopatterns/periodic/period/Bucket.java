package io.dynamopatterns.periodic.period;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Events of a period that are closed together. Generation 0 is the period itself; 1, 2 and so on
 * hold what came after the one before had been claimed for closing.
 *
 * @param period the name of the period
 * @param generation from 0
 */
public record Bucket(String period, int generation) {
  private static final int DAY = "2026-11-20".length();

  /** The bucket that {@link #toString} names so. */
  public static Bucket parse(String text) {
    int slash = text.indexOf('/');
    return new Bucket(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
  }

  /** Whether its digests are late ones. */
  public boolean isLate() {
    return generation > 0;
  }

  /** The bucket for what comes too late for this one. */
  public Bucket next() {
    return new Bucket(period, generation + 1);
  }

  /** The bucket that is closed before this one, of the same period. */
  public Bucket previous() {
    return new Bucket(period, generation - 1);
  }

  /** The buckets of this period that are closed before this one. */
  public List<Bucket> earlier() {
    return IntStream.range(0, generation).mapToObj(earlier -> new Bucket(period, earlier)).toList();
  }

  /** The day on which its period begins, such as {@code 2026-11-20}. */
  public String day() {
    return period.substring(0, DAY);
  }

  /** Names the bucket: {@code 2026-11-20T10:00Z/00000}, which sorts by period and generation. */
  @Override
  public String toString() {
    return "%s/%05d".formatted(period, generation);
  }
}
