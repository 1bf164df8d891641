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
    long size = JsonSize.of(entry) + 1;
    if (!hasRoom() || !entries.isEmpty() && bytes + size > MAX_BYTES) {
      more = true;
      return false;
    }
    bytes += size;
    entries.add(entry);
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
    return entries.size() < request.limit();
  }

  /** How many entries the page has. */
  public int size() {
    return entries.size();
  }

  /** Puts the entries into an answer, and as {@code next} the cursor of a page that may follow. */
  public Answer into(Answer answer, String name) {
    answer.put(name, entries);
    return more ? answer.put("next", last.map(request::cursor)) : answer;
  }
}
