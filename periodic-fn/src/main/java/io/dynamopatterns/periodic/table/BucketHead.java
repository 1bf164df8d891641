package io.dynamopatterns.periodic.table;

import io.dynamopatterns.periodic.period.Bucket;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a bucket as a whole.
 *
 * @param start when its period begins
 * @param end when its period ends
 * @param dueAt when it is to be closed
 * @param shards over how many partitions its events may be
 * @param lease who is closing it
 * @param expiresAt when DynamoDB may delete it, with all that belongs to it
 */
public record BucketHead(
    Bucket bucket,
    Instant start,
    Instant end,
    Instant dueAt,
    State state,
    int shards,
    Optional<Lease> lease,
    CloseProgress progress,
    Optional<Instant> expiresAt) {

  /** The same, with its events over this many partitions. */
  public BucketHead withShards(int newShards) {
    return new BucketHead(bucket, start, end, dueAt, state, newShards, lease, progress, expiresAt);
  }

  /** The same, being closed by this runner, or by none for now. */
  public BucketHead closing(Optional<Lease> by, CloseProgress at) {
    return new BucketHead(bucket, start, end, dueAt, State.CLOSING, shards, by, at, expiresAt);
  }

  /** The same, closed. */
  public BucketHead closed(CloseProgress at) {
    return new BucketHead(
        bucket, start, end, dueAt, State.CLOSED, shards, Optional.empty(), at, expiresAt);
  }
}
