package io.dynamopatterns.periodic.close;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.query.SortKeyRange;
import io.dynamopatterns.periodic.period.BucketEventKey;
import io.dynamopatterns.periodic.period.EventHash;
import io.dynamopatterns.periodic.table.BucketEvents;
import io.dynamopatterns.periodic.table.BucketHead;
import io.dynamopatterns.periodic.table.Manifest;
import io.dynamopatterns.periodic.table.ManifestChunk;
import io.dynamopatterns.periodic.table.PeriodsTable;
import io.dynamopatterns.periodic.table.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a bucket that is being closed by page. What is on a page is decided by the bucket's
 * manifest: by the chunk that some runner wrote first, which may be another one than this. So every
 * runner, now or after a crash, sees the same pages, whatever is stored in between.
 */
final class PageReader {
  private final PeriodsTable table;
  private final BucketHead head;
  private final List<Manifest> earlier;
  private final int pageEvents;
  private final Deadline deadline;
  private BucketEvents events;

  /**
   * Reads the bucket from where its closing has come to.
   *
   * @param pageEvents how many events are on a page at most
   */
  PageReader(PeriodsTable table, BucketHead head, int pageEvents, Deadline deadline) {
    this.table = table;
    this.head = head;
    this.pageEvents = pageEvents;
    this.deadline = deadline;
    this.earlier =
        head.bucket().earlier().stream()
            .map(bucket -> table.manifests().of(bucket, deadline))
            .toList();
    this.events = behind(head.progress().cursor());
  }

  /**
   * The next page. Its chunk is stored when this returns.
   *
   * @param cursor where the page before ended
   */
  ChunkMembers next(String cursor) {
    PageBuilder builder = new PageBuilder(pageEvents);
    while (!builder.isFull() && events.hasNext()) {
      StoredEvent event = events.next();
      builder.add(event, isNew(event));
    }
    ManifestChunk mine =
        new ManifestChunk(head.bucket(), cursor, end(builder), hashes(builder.members()));
    ManifestChunk first = table.manifests().createIfAbsent(mine, head.expiresAt(), deadline);
    return first.equals(mine) ? new ChunkMembers(mine, builder.members()) : of(first);
  }

  /**
   * Where the page ends: where the bucket does, else after the last group that is complete, with
   * whatever may yet be stored of it, else among the events of its only group.
   */
  private Optional<String> end(PageBuilder builder) {
    if (!events.hasNext()) {
      return Optional.empty();
    }
    if (builder.hasCompleteGroup()) {
      events.putBack(builder.removeLastGroup());
      return Optional.of(BucketEventKey.groupEnd(builder.last().key().group()));
    }
    return Optional.of(builder.last().sortKey());
  }

  /** The page of a chunk that another runner wrote, or this one before a crash. */
  private ChunkMembers of(ManifestChunk chunk) {
    Set<EventHash> wanted = chunk.memberSet();
    SortKeyRange behind = range(chunk.cursor());
    BucketEvents inRange =
        table
            .events()
            .sequence(
                head.bucket(),
                head.shards(),
                chunk.end().map(behind::upTo).orElse(behind),
                deadline);
    PageBuilder builder = new PageBuilder(pageEvents);
    while (inRange.hasNext()) {
      StoredEvent event = inRange.next();
      if (wanted.contains(event.hash())) {
        builder.add(event, true);
      }
    }
    if (builder.members().size() != wanted.size()) {
      throw new IllegalStateException(
          "bucket %s: %d of the %d events that its manifest names after '%s' are gone"
              .formatted(
                  head.bucket(),
                  wanted.size() - builder.members().size(),
                  wanted.size(),
                  chunk.cursor()));
    }
    chunk.end().ifPresent(end -> events = behind(end));
    return new ChunkMembers(chunk, builder.members());
  }

  private boolean isNew(StoredEvent event) {
    return earlier.stream().noneMatch(manifest -> manifest.contains(event));
  }

  private BucketEvents behind(String cursor) {
    return table.events().sequence(head.bucket(), head.shards(), range(cursor), deadline);
  }

  private static SortKeyRange range(String cursor) {
    return cursor.isEmpty() ? SortKeyRange.all() : SortKeyRange.after(cursor);
  }

  private static List<EventHash> hashes(List<StoredEvent> events) {
    return events.stream().map(StoredEvent::hash).toList();
  }
}
