package io.dynamopatterns.fanout.kit;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.dynamopatterns.common.item.ItemJson;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A table with a stream, as a model: what its stream has of every change, in the JSON that Lambda
 * delivers and through the serializer that AWS's runtime uses.
 */
public final class SourceTable {
  public static final String NAME = "pages";

  private static final PojoSerializer<DynamodbEvent> SERIALIZER =
      LambdaEventSerializers.serializerFor(DynamodbEvent.class, SourceTable.class.getClassLoader());

  /**
   * A change.
   *
   * @param path the item's key
   * @param status of the item after the change, or before it where there is none after
   */
  public record Change(String path, String eventName, int status, String sequence, String json) {}

  private final Map<String, Map<String, AttributeValue>> items = new LinkedHashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private BigInteger sequence = new BigInteger("100000000000000000001");
  private Instant now = Instant.parse("2026-11-20T10:00:00Z");

  /** All changes, in the order of the stream. */
  public List<Change> changes() {
    return changes;
  }

  public Change put(String path, int status) {
    return put(path, status, "payload");
  }

  public Change put(String path, int status, String payload) {
    Map<String, AttributeValue> old = items.get(path);
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("path", AttributeValue.fromS(path));
    item.put("lastStatus", AttributeValue.fromN(Integer.toString(status)));
    item.put("payload", AttributeValue.fromS(payload));
    items.put(path, item);
    return change(path, old == null ? "INSERT" : "MODIFY", old, item, false);
  }

  public Change delete(String path) {
    return change(path, "REMOVE", items.remove(path), null, false);
  }

  /** Deletes an item as DynamoDB does when its time to live has passed. */
  public Change expire(String path) {
    return change(path, "REMOVE", items.remove(path), null, true);
  }

  public DynamodbEvent event() {
    return event(changes);
  }

  /** An event of these changes, as Lambda delivers it. */
  public static DynamodbEvent event(List<Change> changes) {
    return parse(changes.stream().map(Change::json).toList());
  }

  /** An event of these records, each in JSON. */
  public static DynamodbEvent parse(List<String> records) {
    return SERIALIZER.fromJson("{\"Records\":[" + String.join(",", records) + "]}");
  }

  private Change change(
      String path,
      String eventName,
      Map<String, AttributeValue> old,
      Map<String, AttributeValue> item,
      boolean byTimeToLive) {
    sequence = sequence.add(new BigInteger("700000000013"));
    now = now.plusSeconds(1);
    String json =
        """
        {"eventID":"%032x","eventName":"%s","eventVersion":"1.1","eventSource":"aws:dynamodb",
         "awsRegion":"us-east-1",%s
         "eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/%s/stream/2026-11-20T00:00:00.000",
         "dynamodb":{"ApproximateCreationDateTime":%d.0,"Keys":%s,%s%s
           "SequenceNumber":"%s","SizeBytes":100,"StreamViewType":"NEW_AND_OLD_IMAGES"}}
        """
            .formatted(
                sequence,
                eventName,
                byTimeToLive
                    ? "\"userIdentity\":{\"type\":\"Service\",\"principalId\":\"dynamodb.amazonaws.com\"},"
                    : "",
                NAME,
                now.getEpochSecond(),
                ItemJson.write(Map.of("path", AttributeValue.fromS(path))),
                item == null ? "" : "\"NewImage\":" + ItemJson.write(item) + ",",
                old == null ? "" : "\"OldImage\":" + ItemJson.write(old) + ",",
                sequence);
    int status = Integer.parseInt((item == null ? old : item).get("lastStatus").n());
    Change change = new Change(path, eventName, status, sequence.toString(), json);
    changes.add(change);
    return change;
  }
}
