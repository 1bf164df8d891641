package io.dynamopatterns.aggregator.table;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.events.transformers.v2.dynamodb.DynamodbAttributeValueTransformer;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the records of the table's own stream say. What they lack is named in an exception. */
public final class TableStream {
  private static final Pattern STREAM_ARN = Pattern.compile("arn:.+:table/[^/]+/stream/(.+)");

  private TableStream() {}

  /** The group that the record concerns. */
  public static String group(DynamodbStreamRecord change) {
    return required(keys(change).get(Keys.PK), "dynamodb.Keys.pk").s();
  }

  /** The key of the item that was changed. */
  public static Map<String, AttributeValue> keys(DynamodbStreamRecord change) {
    return item(required(data(change).getKeys(), "dynamodb.Keys"));
  }

  /** The item after the change. */
  public static Map<String, AttributeValue> newImage(DynamodbStreamRecord change) {
    return item(required(data(change).getNewImage(), "dynamodb.NewImage"));
  }

  /** When the change was made, to the second. */
  public static Instant time(DynamodbStreamRecord change) {
    return required(
            data(change).getApproximateCreationDateTime(), "dynamodb.ApproximateCreationDateTime")
        .toInstant();
  }

  /** Where in its shard the record stands. */
  public static String sequenceNumber(DynamodbStreamRecord change) {
    return required(data(change).getSequenceNumber(), "dynamodb.SequenceNumber");
  }

  /** The label of the stream: a table whose stream is switched off and on has another. */
  public static String stream(DynamodbStreamRecord change) {
    String arn = required(change.getEventSourceARN(), "eventSourceARN");
    Matcher parts = STREAM_ARN.matcher(arn);
    if (!parts.matches()) {
      throw malformed("eventSourceARN is not the ARN of a table's stream, but '" + arn + "'");
    }
    return parts.group(1);
  }

  private static StreamRecord data(DynamodbStreamRecord change) {
    return required(change.getDynamodb(), "dynamodb");
  }

  private static Map<String, AttributeValue> item(
      Map<String, com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue>
          image) {
    return DynamodbAttributeValueTransformer.toAttributeValueMapV2(image);
  }

  private static <T> T required(T value, String name) {
    if (value == null) {
      throw malformed(name + " is missing");
    }
    return value;
  }

  private static IllegalArgumentException malformed(String problem) {
    return new IllegalArgumentException("malformed stream record: " + problem);
  }
}
