package io.dynamopatterns.common.delivery;

import static io.dynamopatterns.common.delivery.Received.required;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.dynamopatterns.common.item.ItemJson;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads the records of tables' streams. */
final class ChangeRecords implements Received.Source<DynamodbStreamRecord, ItemChange> {
  private static final Pattern STREAM_ARN =
      Pattern.compile("arn:[^:]+:dynamodb:[^:]*:[^:]*:table/(?<table>[^/]+)/stream/(?<label>.+)");

  /** The principal that deletes expired items. */
  private static final String SERVICE = "dynamodb.amazonaws.com";

  /** The stream that was named last: all records of a batch name the same one. */
  private Stream named = new Stream("", "", "");

  private record Stream(String arn, String table, String label) {}

  @Override
  public String identifier(DynamodbStreamRecord change) {
    return change.getDynamodb() == null ? null : change.getDynamodb().getSequenceNumber();
  }

  @Override
  public String key(DynamodbStreamRecord change) {
    return ItemJson.write(keys(data(change)));
  }

  @Override
  public String shard(DynamodbStreamRecord change) {
    return stream(change).label();
  }

  @Override
  public Delivered<ItemChange> read(int index, DynamodbStreamRecord change) {
    StreamRecord data = data(change);
    Map<String, AttributeValue> keys = keys(data);
    Stream stream = stream(change);
    return new Delivered<>(
        index,
        new ItemChange(
            stream.table(),
            keys,
            kind(required(change.getEventName(), "eventName")),
            isByService(change.getUserIdentity()),
            image(data.getNewImage()),
            image(data.getOldImage())),
        ItemJson.write(keys),
        change.getEventSourceARN(),
        stream.label(),
        required(data.getSequenceNumber(), "dynamodb.SequenceNumber"),
        required(data.getApproximateCreationDateTime(), "dynamodb.ApproximateCreationDateTime")
            .toInstant(),
        Objects.requireNonNullElse(change.getEventID(), ""));
  }

  private static StreamRecord data(DynamodbStreamRecord change) {
    return required(change.getDynamodb(), "dynamodb");
  }

  private static Map<String, AttributeValue> keys(StreamRecord data) {
    return required(image(data.getKeys()).orElse(null), "dynamodb.Keys");
  }

  private Stream stream(DynamodbStreamRecord change) {
    String arn = required(change.getEventSourceARN(), "eventSourceARN");
    if (arn.equals(named.arn())) {
      return named;
    }
    Matcher stream = STREAM_ARN.matcher(arn);
    if (!stream.matches()) {
      throw new IllegalArgumentException(
          "malformed record: eventSourceARN must be the ARN of a table's stream, but is '%s'"
              .formatted(arn));
    }
    named = new Stream(arn, stream.group("table"), stream.group("label"));
    return named;
  }

  private static ItemChange.Kind kind(String eventName) {
    return switch (eventName) {
      case "INSERT" -> ItemChange.Kind.INSERT;
      case "MODIFY" -> ItemChange.Kind.MODIFY;
      case "REMOVE" -> ItemChange.Kind.REMOVE;
      default ->
          throw new IllegalArgumentException(
              "malformed record: eventName must be INSERT, MODIFY or REMOVE, but is '%s'"
                  .formatted(eventName));
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
        : Optional.of(EventAttributes.item(image));
  }
}
