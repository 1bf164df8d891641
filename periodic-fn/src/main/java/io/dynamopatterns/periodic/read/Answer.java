package io.dynamopatterns.periodic.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.PageCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A page of an answer: as many entries as were asked for, fit an answer and are read in time. */
final class Answer {
  /** Lambda returns 6 MB; this leaves room for what is around the entries. */
  private static final long MAX_SIZE = 5_000_000;

  /** What an entry takes beside its content, at most: keys of a kilobyte, written twice. */
  private static final int OVERHEAD = 4096;

  private final ReadRequest request;
  private final Deadline deadline;
  private final List<Map<String, Object>> entries = new ArrayList<>();
  private Optional<String> last = Optional.empty();
  private boolean more;
  private long size;

  Answer(ReadRequest request, Deadline deadline) {
    this.request = request;
    this.deadline = deadline;
  }

  /**
   * Adds an entry, unless the page is full; the first always has room.
   *
   * @param position where a page that ends with it ends
   * @param contentSize the size of what may be large in it, in characters
   * @return whether it was added; if not, there are more
   */
  boolean add(String position, Map<String, Object> entry, long contentSize) {
    boolean full = !entries.isEmpty() && size + contentSize + OVERHEAD > MAX_SIZE || !hasRoom();
    if (full) {
      more = true;
      return false;
    }
    size += contentSize + OVERHEAD;
    entries.add(entry);
    last = Optional.of(position);
    return true;
  }

  /** Ends the page here though there may be more, after the time is up. */
  boolean mustEnd() {
    more |= deadline.passed() && last.isPresent();
    return more;
  }

  /** Notes that everything up to this position was looked at. */
  void pass(String position) {
    last = Optional.of(position);
  }

  /** Whether more entries may come. */
  boolean hasRoom() {
    return entries.size() < request.limit();
  }

  /** Puts the entries into the answer, and where to go on. */
  Map<String, Object> into(Map<String, Object> json, String name) {
    json.put(name, entries);
    if (more) {
      last.ifPresent(
          position -> json.put("cursor", PageCursor.checked().encode(request.scope(), position)));
    }
    return json;
  }
}
