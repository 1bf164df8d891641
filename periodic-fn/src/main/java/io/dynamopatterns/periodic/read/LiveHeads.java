package io.dynamopatterns.periodic.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.periodic.period.Bucket;
import io.dynamopatterns.periodic.table.BucketHead;
import io.dynamopatterns.periodic.table.PeriodsTable;
import java.time.Clock;
import java.util.Optional;

/** The heads of buckets that have not expired. */
final class LiveHeads {
  private final PeriodsTable table;
  private final Clock clock;

  LiveHeads(PeriodsTable table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  Optional<BucketHead> get(Bucket bucket, Deadline deadline) {
    return table
        .heads()
        .get(bucket, deadline)
        .map(VersionedItem::value)
        .filter(known -> known.expiresAt().map(clock.instant()::isBefore).orElse(true));
  }

  /** The beginning of an answer about a bucket. */
  static Answer answer(Bucket bucket, Optional<BucketHead> head) {
    return new Answer()
        .put("period", bucket.period())
        .put("generation", bucket.generation())
        .put("state", head.map(known -> known.state().name()).orElse("UNKNOWN"));
  }
}
