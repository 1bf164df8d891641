package io.dynamopatterns.history.record;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.dynamopatterns.history.entry.Actor;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemVersion;
import io.dynamopatterns.history.settings.HistorySettings;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Turns the records of a stream into entries, and says what is wrong with those that are none. */
final class Changes {
  private final HistorySettings settings;

  Changes(HistorySettings settings) {
    this.settings = settings;
  }

  /**
   * The entry of this record.
   *
   * @throws MalformedChangeException if it lacks what an entry needs
   */
  Entry entry(DynamodbStreamRecord record) {
    StreamChange change = StreamChange.of(record);
    if (change.eventName() != EventName.REMOVE && change.newImage().isEmpty()) {
      throw missingImage("NewImage", record);
    }
    if (change.eventName() != EventName.INSERT
        && change.oldImage().isEmpty()
        && settings.keepsOldImages()) {
      throw missingImage("OldImage", record);
    }
    return new Entry(
        change.item(),
        change.position(),
        change.eventName(),
        change.position().time(),
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

  private MalformedChangeException missingImage(String image, DynamodbStreamRecord record) {
    return new MalformedChangeException(
        "%s without dynamodb.%s: HISTORY_IMAGES=%s needs a stream of %s, this one is of %s"
            .formatted(
                record.getEventName(),
                image,
                settings.keepsOldImages() ? "NEW_AND_OLD" : "NEW",
                settings.keepsOldImages()
                    ? "NEW_AND_OLD_IMAGES"
                    : "NEW_AND_OLD_IMAGES or NEW_IMAGE",
                record.getDynamodb().getStreamViewType()));
  }
}
