package io.dynamopatterns.history.entry;

import io.dynamopatterns.common.item.ItemSize;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One change of one item, as it is kept for good.
 *
 * @param item whose change
 * @param position its place among the changes of the item
 * @param eventName what happened
 * @param time when it happened, as the stream says (approximately); of a baseline, from when it
 *     counts: it was read at this time or earlier, by any clock
 * @param version the item's version after the change
 * @param oldVersion the item's version before the change
 * @param actor who changed it, as the writer said in the item itself
 * @param byTimeToLive whether DynamoDB deleted the item because its time to live had passed
 * @param newImage the item after the change; a delete has none
 * @param oldImage the item before the change, where it is kept
 */
public record Entry(
    ItemKey item,
    Position position,
    EventName eventName,
    Instant time,
    ItemVersion version,
    ItemVersion oldVersion,
    Optional<String> actor,
    boolean byTimeToLive,
    Optional<Map<String, AttributeValue>> newImage,
    Optional<Map<String, AttributeValue>> oldImage) {

  /** Whether the item is deleted after this change: nothing is stored of it, or a tombstone. */
  public boolean isTombstone() {
    return eventName == EventName.REMOVE || newImage.filter(item::isTombstone).isPresent();
  }

  /** Whether this is a snapshot and no change. */
  public boolean isBaseline() {
    return eventName == EventName.BASELINE;
  }

  /** The size of both images as items, in bytes. */
  public int imagesSize() {
    return ItemSize.of(newImage.orElse(Map.of())) + ItemSize.of(oldImage.orElse(Map.of()));
  }
}
