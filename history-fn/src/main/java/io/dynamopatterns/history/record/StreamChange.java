package io.dynamopatterns.history.record;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.events.transformers.v2.dynamodb.DynamodbAttributeValueTransformer;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.Position;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One record of a table's stream, with all that makes it a change of an item. Images are optional,
 * because what a stream carries is the table's choice.
 *
 * @param item whose change
 * @param position its place among the changes of the item
 * @param eventName what happened: never a baseline, which is no change
 * @param byTimeToLive whether DynamoDB deleted the item because its time to live had passed
 * @param newImage the item after the change, as far as the stream has it
 * @param oldImage the item before the change, as far as the stream has it
 */
public record StreamChange(
    ItemKey item,
    Position position,
    EventName eventName,
    boolean byTimeToLive,
    Optional<Map<String, AttributeValue>> newImage,
    Optional<Map<String, AttributeValue>> oldImage) {

  private static final Pattern STREAM_ARN =
      Pattern.compile("arn:[^:]+:dynamodb:[^:]*:[^:]*:table/([^/]+)/stream/.+");

  /** Who deletes what has lived too long. */
  private static final String SERVICE = "dynamodb.amazonaws.com";

  /**
   * The change that a record tells of.
   *
   * @throws MalformedChangeException if it lacks what a change needs
   */
  public static StreamChange of(DynamodbStreamRecord change) {
    StreamRecord data = required(change.getDynamodb(), "dynamodb");
    var time =
        required(data.getApproximateCreationDateTime(), "dynamodb.ApproximateCreationDateTime");
    String sequence = required(data.getSequenceNumber(), "dynamodb.SequenceNumber");
    try {
      return new StreamChange(
          new ItemKey(table(change), required(image(data.getKeys()).orElse(null), "dynamodb.Keys")),
          new Position(time.toInstant(), sequence),
          eventName(change.getEventName()),
          isByService(change.getUserIdentity()),
          image(data.getNewImage()),
          image(data.getOldImage()));
    } catch (IllegalArgumentException e) {
      throw new MalformedChangeException("malformed stream record: " + e.getMessage(), e);
    }
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

  private static boolean isByService(Identity identity) {
    return identity != null && SERVICE.equals(identity.getPrincipalId());
  }

  private static Optional<Map<String, AttributeValue>> image(
      Map<String, com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue>
          image) {
    return image == null || image.isEmpty()
        ? Optional.empty()
        : Optional.of(DynamodbAttributeValueTransformer.toAttributeValueMapV2(image));
  }

  private static <T> T required(T value, String name) {
    if (value == null) {
      throw new MalformedChangeException("malformed stream record: " + name + " is missing");
    }
    return value;
  }
}
