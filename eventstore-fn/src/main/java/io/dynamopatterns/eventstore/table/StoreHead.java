package io.dynamopatterns.eventstore.table;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What holds for a store as long as it lives.
 *
 * @param width how long its slots are
 * @param stream the stream whose events it has; shards of another have the same names
 * @param secret by which its cursors are signed; not to be modified
 */
public record StoreHead(Duration width, String stream, byte[] secret) {
  /** The key of its item. */
  static final Map<String, AttributeValue> KEY = EventTable.key("store", "store");

  private static final String SLOT_MINUTES = "slotMinutes";
  private static final String STREAM = "stream";
  private static final String SECRET = "secret";

  static StoreHead of(Map<String, AttributeValue> item) {
    return new StoreHead(
        Duration.ofMinutes(Long.parseLong(item.get(SLOT_MINUTES).n())),
        item.get(STREAM).s(),
        item.get(SECRET).b().asByteArray());
  }

  Map<String, AttributeValue> toItem() {
    Map<String, AttributeValue> item = new HashMap<>(KEY);
    item.put(SLOT_MINUTES, AttributeValue.fromN(Long.toString(width.toMinutes())));
    item.put(STREAM, AttributeValue.fromS(stream));
    item.put(SECRET, AttributeValue.fromB(SdkBytes.fromByteArray(secret)));
    return item;
  }
}
