package io.dynamopatterns.common.delivery;

import static io.dynamopatterns.common.delivery.Received.required;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.events.transformers.v2.dynamodb.DynamodbAttributeValueTransformer;
import io.dynamopatterns.common.item.ItemJson;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads the records of tables' streams. */
final class ChangeRecords {
  private static final Pattern STREAM_ARN =
      Pattern.compile("arn:[^:]+:dynamodb:[^:]*:[^:]*:table/(?<table>[^/]+)/stream/(?<label>.+)");

  /** The principal that deletes expired items. */
  private static final String SERVICE = "dynamodb.amazonaws.com";

  private ChangeRecords() {}

  static List<Received<ItemChange>> of(List<DynamodbStreamRecord> records) {
    return Received.all(
        records,
        change -> change.getDynamodb() == null ? null : change.getDynamodb().getSequenceNumber(),
        ChangeRecords::read);
  }

  private static Delivered<ItemChange> read(int index, DynamodbStreamRecord change) {
    StreamRecord data = required(change.getDynamodb(), "dynamodb");
    Map<String, AttributeValue> keys =
        image(data.getKeys()).orElseGet(() -> required(null, "dynamodb.Keys"));
    String arn = required(change.getEventSourceARN(), "eventSourceARN");
    Matcher stream = STREAM_ARN.matcher(arn);
    if (!stream.matches()) {
      throw new IllegalArgumentException(
          "malformed record: eventSourceARN must be the ARN of a table's stream, but is '%s'"
              .formatted(arn));
    }
    return new Delivered<>(
        index,
        new ItemChange(
            stream.group("table"),
            keys,
            kind(required(change.getEventName(), "eventName")),
            isByService(change.getUserIdentity()),
            image(data.getNewImage()),
            image(data.getOldImage())),
        ItemJson.write(keys),
        arn,
        stream.group("label"),
        required(data.getSequenceNumber(), "dynamodb.SequenceNumber"),
        required(data.getApproximateCreationDateTime(), "dynamodb.ApproximateCreationDateTime")
            .toInstant(),
        Objects.requireNonNullElse(change.getEventID(), ""));
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
        : Optional.of(DynamodbAttributeValueTransformer.toAttributeValueMapV2(image));
  }
}
