package io.dynamopatterns.periodic.table;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.periodic.period.Bucket;
import io.dynamopatterns.periodic.period.EventHash;
import java.util.Optional;
import java.util.Set;

/**
 * The manifest of one bucket. It holds one chunk in memory, so asking for keys in their order reads
 * each chunk once at most, and only those that decide on a key that was asked for.
 */
public final class Manifest {
  private final Manifests manifests;
  private final Bucket bucket;
  private final Deadline deadline;
  private Optional<ManifestChunk> chunk = Optional.empty();
  private Set<EventHash> members = Set.of();

  Manifest(Manifests manifests, Bucket bucket, Deadline deadline) {
    this.manifests = manifests;
    this.bucket = bucket;
    this.deadline = deadline;
  }

  /** Whether the event is in the bucket's digests, as far as is decided. */
  public boolean contains(StoredEvent event) {
    if (chunk.isEmpty() || !chunk.get().covers(event.sortKey())) {
      chunk = manifests.covering(bucket, event.sortKey(), deadline);
      members = chunk.map(ManifestChunk::memberSet).orElse(Set.of());
    }
    return members.contains(event.hash());
  }
}
