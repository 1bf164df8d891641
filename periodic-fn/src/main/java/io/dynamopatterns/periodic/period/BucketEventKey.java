package io.dynamopatterns.periodic.period;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.ingest.RejectedEventException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What an event is known by within its bucket. As text it sorts by group, then time, then id, and
 * all events of a group follow each other, whatever characters groups are made of.
 *
 * @param group what its digest is for
 * @param time when it happened, in milliseconds
 * @param id distinguishes it from others of the same group and time
 */
public record BucketEventKey(String group, Instant time, String id) {
  /**
   * What a sort key may have in bytes: DynamoDB's 1,024 less the mark of a continuation item, or of
   * a chunk of a manifest, after or before it.
   */
  public static final int MAX_BYTES = 1000;

  /** Ends a group. Groups are escaped so that nothing in them sorts at or below it. */
  private static final char SEPARATOR = ' ';

  /**
   * Sorts after {@link #SEPARATOR}, and before any character that can continue a longer group name.
   */
  private static final char AFTER_SEPARATOR = '!';

  private static final char ESCAPE = '%';
  private static final int HEX = 16;

  /**
   * @throws RejectedEventException if the group and the id together are too long
   */
  public BucketEventKey {
    int bytes = sortKey(group, time, id).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new RejectedEventException(
          "the group and the id make a key of %d bytes; %d are allowed"
              .formatted(bytes, MAX_BYTES));
    }
  }

  /** The key that this text is of. */
  public static BucketEventKey parse(String sortKey) {
    int separator = sortKey.indexOf(SEPARATOR);
    int afterTime = separator + 1 + Times.LENGTH;
    return new BucketEventKey(
        unescape(sortKey.substring(0, separator)),
        Instant.parse(sortKey.substring(separator + 1, afterTime)),
        sortKey.substring(afterTime + 1));
  }

  /** The key as text. */
  public String sortKey() {
    return sortKey(group, time, id);
  }

  /** What the keys of all events of a group begin with, and no others. */
  public static String groupStart(String group) {
    return escape(group) + SEPARATOR;
  }

  /** Sorts after the keys of all events of this group that there may ever be, before all others. */
  public static String groupEnd(String group) {
    return escape(group) + AFTER_SEPARATOR;
  }

  private static String sortKey(String group, Instant time, String id) {
    return groupStart(group) + Times.text(time) + SEPARATOR + id;
  }

  private static String escape(String group) {
    if (group.chars().noneMatch(c -> c <= SEPARATOR || c == ESCAPE)) {
      return group;
    }
    StringBuilder escaped = new StringBuilder(group.length());
    for (int i = 0; i < group.length(); i++) {
      char c = group.charAt(i);
      if (c <= SEPARATOR || c == ESCAPE) {
        escaped.append(ESCAPE).append("%02x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static String unescape(String escaped) {
    StringBuilder group = new StringBuilder(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == ESCAPE) {
        group.append((char) Integer.parseInt(escaped, i + 1, i + 3, HEX));
        i += 2;
      } else {
        group.append(c);
      }
    }
    return group.toString();
  }
}
