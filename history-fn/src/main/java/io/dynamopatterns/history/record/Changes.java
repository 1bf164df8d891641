package io.dynamopatterns.history.record;

import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.delivery.ItemChange;
import io.dynamopatterns.common.delivery.ItemChange.Kind;
import io.dynamopatterns.history.entry.Actor;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.ItemVersion;
import io.dynamopatterns.history.entry.Position;
import io.dynamopatterns.history.settings.HistorySettings;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Turns the changes of a stream into entries. */
final class Changes {
  private final HistorySettings settings;

  Changes(HistorySettings settings) {
    this.settings = settings;
  }

  /**
   * The entry of this change.
   *
   * @throws IllegalArgumentException if it lacks what an entry needs, saying what is allowed
   */
  Entry entry(Delivered<ItemChange> delivered) {
    ItemChange change = delivered.value();
    if (change.kind() != Kind.REMOVE && change.newImage().isEmpty()) {
      throw missingImage("NewImage", change);
    }
    if (change.kind() != Kind.INSERT && change.oldImage().isEmpty() && settings.keepsOldImages()) {
      throw missingImage("OldImage", change);
    }
    Position position = new Position(delivered.arrival(), delivered.sequenceNumber());
    return new Entry(
        new ItemKey(change.table(), change.keys()),
        position,
        EventName.valueOf(change.kind().name()),
        position.time(),
        version(change.newImage()),
        version(change.oldImage()),
        change.newImage().flatMap(image -> Actor.in(image, settings.actorAttribute())),
        change.byTimeToLive(),
        change.newImage(),
        change.oldImage().filter(image -> settings.keepsOldImages()));
  }

  private ItemVersion version(Optional<Map<String, AttributeValue>> image) {
    return image
        .map(item -> ItemVersion.in(item, settings.versionAttribute()))
        .orElse(ItemVersion.NONE);
  }

  private IllegalArgumentException missingImage(String image, ItemChange change) {
    return new IllegalArgumentException(
        "%s without dynamodb.%s: HISTORY_IMAGES=%s needs the table's stream_view_type to be %s"
            .formatted(
                change.kind(),
                image,
                settings.keepsOldImages() ? "NEW_AND_OLD" : "NEW",
                settings.keepsOldImages()
                    ? "NEW_AND_OLD_IMAGES"
                    : "NEW_AND_OLD_IMAGES or NEW_IMAGE"));
  }
}
