package io.dynamopatterns.history.read;

import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.read.Continuity.State;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An entry, seen beside the one before it.
 *
 * @param entry the entry
 * @param continuity whether something is missing before it
 * @param oldImage the item before the change: as kept, or as the entry before left it
 * @param deleted whether the item is deleted after the entry
 * @param tombstoneRemoved whether the entry is not a deletion, but the removal of a tombstone
 */
public record Version(
    Entry entry,
    Continuity continuity,
    Optional<Map<String, AttributeValue>> oldImage,
    boolean deleted,
    boolean tombstoneRemoved) {

  /**
   * The entry with what the one before it shows.
   *
   * @param previous the entry before it, or null if there is none
   */
  static Version of(Entry previous, Entry entry) {
    Continuity continuity = Continuity.of(previous, entry);
    boolean follows =
        continuity.state() == State.CONTINUOUS || continuity.state() == State.UNVERSIONED;
    Optional<Map<String, AttributeValue>> oldImage =
        entry.oldImage().isEmpty() && follows ? previous.newImage() : entry.oldImage();
    boolean tombstoneRemoved =
        entry.eventName() == EventName.REMOVE
            && oldImage.filter(entry.item()::isTombstone).isPresent();
    return new Version(entry, continuity, oldImage, entry.isTombstone(), tombstoneRemoved);
  }

  /** The item after the entry, or empty if it is deleted. */
  Optional<Map<String, AttributeValue>> state() {
    return deleted ? Optional.empty() : entry.newImage();
  }

  /** The same without the images that are not shown, which may be large. */
  Version showing(ImagesShown images) {
    if (images == ImagesShown.ALL) {
      return this;
    }
    Entry shown =
        new Entry(
            entry.item(),
            entry.position(),
            entry.eventName(),
            entry.time(),
            entry.version(),
            entry.oldVersion(),
            entry.actor(),
            entry.byTimeToLive(),
            images == ImagesShown.NEW ? entry.newImage() : Optional.empty(),
            Optional.empty());
    return new Version(shown, continuity, Optional.empty(), deleted, tombstoneRemoved);
  }
}
