package io.dynamopatterns.periodic.close;

import io.dynamopatterns.periodic.table.ManifestChunk;
import io.dynamopatterns.periodic.table.StoredEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of one chunk of a manifest.
 *
 * @param members the events that are in the digests, in the order of their keys. Where a group has
 *     more content than an event may carry, they come without it
 */
record ChunkMembers(ManifestChunk chunk, List<StoredEvent> members) {

  /** The members by group, in order. */
  List<List<StoredEvent>> groups() {
    List<List<StoredEvent>> groups = new ArrayList<>();
    for (StoredEvent member : members) {
      if (groups.isEmpty()
          || !groups.getLast().getFirst().key().group().equals(member.key().group())) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(member);
    }
    return groups;
  }
}
