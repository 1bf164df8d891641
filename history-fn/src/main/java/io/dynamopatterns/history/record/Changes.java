package io.dynamopatterns.history.record;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.events.transformers.v2.dynamodb.DynamodbAttributeValueTransformer;
import io.dynamopatterns.history.entry.Actor;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.ItemVersion;
import io.dynamopatterns.history.entry.Position;
import io.dynamopatterns.history.settings.HistorySettings;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Turns the records of a stream into entries, and says what is wrong with those that are none. */
final class Changes {
  private static final Pattern STREAM_ARN =
      Pattern.compile("arn:[^:]+:dynamodb:[^:]*:[^:]*:table/([^/]+)/stream/.+");

  /** Who deletes what has lived too long. */
  private static final String SERVICE = "dynamodb.amazonaws.com";

  private final HistorySettings settings;

  Changes(HistorySettings settings) {
    this.settings = settings;
  }

  /**
   * The entry of this record.
   *
   * @throws MalformedChangeException if it lacks what an entry needs
   */
  Entry entry(DynamodbStreamRecord change) {
    StreamRecord data = required(change.getDynamodb(), "dynamodb");
    EventName eventName = eventName(change.getEventName());
    Optional<Map<String, AttributeValue>> newImage = image(data.getNewImage());
    Optional<Map<String, AttributeValue>> oldImage = image(data.getOldImage());
    if (eventName != EventName.REMOVE && newImage.isEmpty()) {
      throw missingImage("NewImage", eventName, data);
    }
    if (eventName != EventName.INSERT && oldImage.isEmpty() && settings.keepsOldImages()) {
      throw missingImage("OldImage", eventName, data);
    }
    Instant time =
        required(data.getApproximateCreationDateTime(), "dynamodb.ApproximateCreationDateTime")
            .toInstant();
    String sequence = required(data.getSequenceNumber(), "dynamodb.SequenceNumber");
    try {
      return new Entry(
          new ItemKey(table(change), required(image(data.getKeys()).orElse(null), "dynamodb.Keys")),
          new Position(time, sequence),
          eventName,
          time,
          version(newImage),
          version(oldImage),
          newImage.flatMap(image -> Actor.in(image, settings.actorAttribute())),
          isByService(change.getUserIdentity()),
          newImage,
          oldImage.filter(image -> settings.keepsOldImages()));
    } catch (IllegalArgumentException e) {
      throw new MalformedChangeException("malformed stream record: " + e.getMessage(), e);
    }
  }

  private ItemVersion version(Optional<Map<String, AttributeValue>> image) {
    return image
        .map(item -> ItemVersion.in(item, settings.versionAttribute()))
        .orElse(ItemVersion.NONE);
  }

  private static boolean isByService(Identity identity) {
    return identity != null && SERVICE.equals(identity.getPrincipalId());
  }

  private static String table(DynamodbStreamRecord change) {
    String arn = required(change.getEventSourceARN(), "eventSourceARN");
    Matcher parts = STREAM_ARN.matcher(arn);
    if (!parts.matches()) {
      throw new MalformedChangeException(
          "malformed stream record: eventSourceARN must be the ARN of a table's stream, but is '%s'"
              .formatted(arn));
    }
    return parts.group(1);
  }

  private static EventName eventName(String name) {
    return switch (required(name, "eventName")) {
      case "INSERT" -> EventName.INSERT;
      case "MODIFY" -> EventName.MODIFY;
      case "REMOVE" -> EventName.REMOVE;
      default ->
          throw new MalformedChangeException(
              "malformed stream record: eventName must be INSERT, MODIFY or REMOVE, but is '%s'"
                  .formatted(name));
    };
  }

  private static Optional<Map<String, AttributeValue>> image(
      Map<String, com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue>
          image) {
    return image == null || image.isEmpty()
        ? Optional.empty()
        : Optional.of(DynamodbAttributeValueTransformer.toAttributeValueMapV2(image));
  }

  private MalformedChangeException missingImage(
      String image, EventName eventName, StreamRecord data) {
    return new MalformedChangeException(
        "%s without dynamodb.%s: HISTORY_IMAGES=%s needs a stream of %s, this one is of %s"
            .formatted(
                eventName,
                image,
                settings.images(),
                settings.keepsOldImages()
                    ? "NEW_AND_OLD_IMAGES"
                    : "NEW_AND_OLD_IMAGES or NEW_IMAGE",
                data.getStreamViewType()));
  }

  private static <T> T required(T value, String name) {
    if (value == null) {
      throw new MalformedChangeException("malformed stream record: " + name + " is missing");
    }
    return value;
  }
}
