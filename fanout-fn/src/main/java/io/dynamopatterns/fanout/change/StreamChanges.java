package io.dynamopatterns.fanout.change;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.events.transformers.v2.dynamodb.DynamodbAttributeValueTransformer;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.Position;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Turns the records of a table's stream into changes, and says what is wrong with those that are
 * none. Images are optional, because what a stream carries is the table's choice.
 */
public final class StreamChanges {
  /** Who deletes what has lived too long. */
  private static final String SERVICE = "dynamodb.amazonaws.com";

  private final String table;

  /**
   * @param table the name of the table whose stream it is
   */
  public StreamChanges(String table) {
    this.table = table;
  }

  /**
   * The change that this record tells of.
   *
   * @throws MalformedChangeException if it lacks what a change needs, or is of another table
   */
  public TableChange change(DynamodbStreamRecord change) {
    requireTable(change.getEventSourceARN());
    StreamRecord data = required(change.getDynamodb(), "dynamodb");
    String sequence = required(data.getSequenceNumber(), "dynamodb.SequenceNumber");
    var time =
        required(data.getApproximateCreationDateTime(), "dynamodb.ApproximateCreationDateTime");
    try {
      return new TableChange(
          new ItemKey(table, required(image(data.getKeys()).orElse(null), "dynamodb.Keys")),
          new Position(time.toInstant(), sequence),
          eventName(change.getEventName()),
          isByService(change.getUserIdentity()),
          image(data.getNewImage()),
          image(data.getOldImage()));
    } catch (IllegalArgumentException e) {
      throw new MalformedChangeException(e.getMessage(), e);
    }
  }

  /** Ids and groups are made of the table's name, so a stream of another table must not pass. */
  private void requireTable(String arn) {
    if (!required(arn, "eventSourceARN").contains(":table/" + table + "/stream/")) {
      throw new MalformedChangeException(
          "eventSourceARN must be the stream of table %s (FANOUT_TABLE), but is '%s'"
              .formatted(table, arn));
    }
  }

  private static EventName eventName(String name) {
    return switch (required(name, "eventName")) {
      case "INSERT" -> EventName.INSERT;
      case "MODIFY" -> EventName.MODIFY;
      case "REMOVE" -> EventName.REMOVE;
      default ->
          throw new MalformedChangeException(
              "eventName must be INSERT, MODIFY or REMOVE, but is '%s'".formatted(name));
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
      throw new MalformedChangeException(name + " is missing");
    }
    return value;
  }
}
