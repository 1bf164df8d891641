package io.dynamopatterns.periodic.table;

import io.dynamopatterns.common.query.SortKeys;
import io.dynamopatterns.periodic.period.Bucket;
import io.dynamopatterns.periodic.period.BucketEventKey;
import io.dynamopatterns.periodic.period.EventHash;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says of a range of keys which events are in the digests of a bucket: those named, and no others.
 * The chunks of a bucket follow each other without a gap, each with the end of the one before as
 * its cursor. The first that is written for a cursor is never replaced.
 *
 * @param cursor after which the range begins; empty text for the first
 * @param end the last key of the range, or empty for all that there may ever be
 * @param members the events that are in, in the order of their keys
 */
public record ManifestChunk(
    Bucket bucket, String cursor, Optional<String> end, List<EventHash> members) {
  public ManifestChunk {
    members = List.copyOf(members);
  }

  /** The events that are in. */
  public Set<EventHash> memberSet() {
    return new HashSet<>(members);
  }

  /** Whether this chunk decides on the key. */
  boolean covers(String sortKey) {
    return SortKeys.compare(cursor, sortKey) < 0
        && (end.isEmpty() || SortKeys.compare(sortKey, end.get()) <= 0);
  }

  /** Whether this chunk ends among the events of this group, so that the next may continue it. */
  public boolean endsWithin(String group) {
    return end.isPresent() && end.get().startsWith(BucketEventKey.groupStart(group));
  }
}
