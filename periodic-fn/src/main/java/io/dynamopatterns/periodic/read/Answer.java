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
   * @param content what may be large in it
   * @return whether it was added; if not, there are more
   */
  boolean add(String position, Map<String, Object> entry, String content) {
    long contentSize = size(content);
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

  /** What this text takes in an answer: as JSON, in UTF-8. */
  private static long size(String text) {
    long size = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        size += "\\u0000".length();
      } else if (c < 0x80) {
        size += c == '"' || c == '\\' ? 2 : 1;
      } else {
        size += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      }
    }
    return size;
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
