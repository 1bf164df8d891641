package io.dynamopatterns.history.kit;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.dynamopatterns.common.item.ItemJson;
import io.dynamopatterns.history.entry.ItemKey;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A table with a stream, as a model: it knows its items, and what its stream has of every change,
 * in the JSON that Lambda delivers and through the serializer that AWS's runtime uses.
 */
public final class SourceTable {
  private static final PojoSerializer<DynamodbEvent> SERIALIZER =
      LambdaEventSerializers.serializerFor(DynamodbEvent.class, SourceTable.class.getClassLoader());

  /** As long as the service's: sequence numbers have 21 to 40 digits. */
  private static final BigInteger STEP = new BigInteger("700000000013");

  /**
   * A change.
   *
   * @param time exactly, not rounded as the stream's
   * @param image the item after it, or null
   */
  public record Change(
      ItemKey item, Instant time, Map<String, AttributeValue> image, String json) {}

  private final String name;
  private final Map<ItemKey, Map<String, AttributeValue>> items = new LinkedHashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private BigInteger sequence;
  private Instant now = Instant.parse("2026-11-20T10:00:00.250Z");

  public SourceTable(String name) {
    this(name, "100000000000000000001");
  }

  /**
   * @param firstSequence the sequence number of the first change
   */
  public SourceTable(String name, String firstSequence) {
    this.name = name;
    this.sequence = new BigInteger(firstSequence);
  }

  public String name() {
    return name;
  }

  /** All changes, in the order of the stream. */
  public List<Change> changes() {
    return changes;
  }

  /** The items as they are now. */
  public Map<ItemKey, Map<String, AttributeValue>> items() {
    return items;
  }

  public Instant now() {
    return now;
  }

  public void advance(long millis) {
    now = now.plusMillis(millis);
  }

  public ItemKey key(String path) {
    return new ItemKey(name, Map.of("path", AttributeValue.fromS(path)));
  }

  /** Writes the next version of an item, with this payload. */
  public Change put(String path, String payload) {
    return put(path, Map.of("payload", AttributeValue.fromS(payload)));
  }

  /** Writes the next version of an item, with these attributes beside key and version. */
  public Change put(String path, Map<String, AttributeValue> attributes) {
    ItemKey key = key(path);
    Map<String, AttributeValue> old = items.get(key);
    long version = old == null ? 1 : Long.parseLong(old.get("version").n()) + 1;
    Map<String, AttributeValue> item = new HashMap<>(key.attributes());
    item.put("version", AttributeValue.fromN(Long.toString(version)));
    item.putAll(attributes);
    items.put(key, item);
    return change(key, old == null ? "INSERT" : "MODIFY", old, item, false);
  }

  /** Deletes an item that is there. */
  public Change delete(String path) {
    return change(key(path), "REMOVE", items.remove(key(path)), null, false);
  }

  /** Deletes an item that is there, as DynamoDB does when its time to live has passed. */
  public Change expire(String path) {
    return change(key(path), "REMOVE", items.remove(key(path)), null, true);
  }

  /** An event of these changes, as Lambda delivers it. */
  public static DynamodbEvent event(List<Change> changes) {
    return parse(changes.stream().map(Change::json).toList());
  }

  /** An event of these records, each in JSON. */
  public static DynamodbEvent parse(List<String> records) {
    return SERIALIZER.fromJson("{\"Records\":[" + String.join(",", records) + "]}");
  }

  /** One record. */
  public static DynamodbStreamRecord streamRecord(Change change) {
    return event(List.of(change)).getRecords().getFirst();
  }

  private Change change(
      ItemKey key,
      String eventName,
      Map<String, AttributeValue> old,
      Map<String, AttributeValue> item,
      boolean byTimeToLive) {
    sequence = sequence.add(STEP);
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
                name,
                now.truncatedTo(ChronoUnit.SECONDS).getEpochSecond(),
                ItemJson.write(key.attributes()),
                item == null ? "" : "\"NewImage\":" + ItemJson.write(item) + ",",
                old == null ? "" : "\"OldImage\":" + ItemJson.write(old) + ",",
                sequence);
    Change change = new Change(key, now, item, json);
    changes.add(change);
    return change;
  }
}
