package io.dynamopatterns.common.request;

import io.dynamopatterns.common.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entries of an answer by page: as many as were asked for, fit an answer and are read in time.
 * The first entry is always taken, so that each page gets further than the one before.
 */
public final class AnswerPage {
  /** Lambda returns 6 MB; this leaves room for what is around the entries. */
  public static final int MAX_BYTES = 5_500_000;

  private final PageRequest request;
  private final Deadline deadline;
  private final List<Map<String, Object>> entries = new ArrayList<>();
  private Optional<String> last;
  private boolean more;
  private long bytes;
  private int taken;

  public AnswerPage(PageRequest request, Deadline deadline) {
    this.request = request;
    this.deadline = deadline;
    this.last = request.after();
  }

  /**
   * Adds an entry, unless the page is full.
   *
   * @param position where a page that ends with this entry ends
   * @return whether it was added; if not, the page is at its end
   */
  public boolean add(String position, Map<String, Object> entry) {
    boolean added = take(position, JsonSize.of(entry) + 1);
    if (added) {
      entries.add(entry);
    }
    return added;
  }

  /**
   * Takes an entry that the caller keeps, unless the page is full.
   *
   * @param size what it takes in the answer at most, in bytes
   */
  public boolean take(String position, long size) {
    if (!hasRoom() || taken > 0 && bytes + size > MAX_BYTES) {
      more = true;
      return false;
    }
    bytes += size;
    taken++;
    last = Optional.of(position);
    return true;
  }

  /** Notes that nothing up to this position is on a later page. */
  public void pass(String position) {
    last = Optional.of(position);
  }

  /** Ends the page, although there may be more entries after the last position. */
  public void end() {
    more = true;
  }

  /**
   * Whether the page is at its end: because an entry had no room, or because the time is up and
   * this page got further than the one before.
   */
  public boolean isAtEnd() {
    more |= deadline.passed() && !last.equals(request.after());
    return more;
  }

  /** Whether an entry more is within the limit. */
  public boolean hasRoom() {
    return taken < request.limit();
  }

  /** How many entries the page has. */
  public int size() {
    return taken;
  }

  /** Puts the entries into an answer, and as {@code next} the cursor of a page that may follow. */
  public Answer into(Answer answer, String name) {
    return answer.put(name, entries).put("next", next());
  }

  /** The cursor of the page that may follow. */
  public Optional<String> next() {
    return more ? last.map(request::cursor) : Optional.empty();
  }
}
