package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table of pages with hits for the tests of this package. */
abstract class Pages implements AutoCloseable {
  final VersionedSchema<Map<String, AttributeValue>> schema =
      VersionedSchema.of("pages-" + UUID.randomUUID().toString().substring(0, 8), "path");

  /** A client without faults. */
  abstract DynamoDbClient client();

  abstract DynamoDbClient client(FaultyHttpClient http);

  /** A connection with its faults below the SDK's retries. */
  abstract FaultyHttpClient http(FaultScript script);

  /** How often an item of the table has changed. */
  abstract int changes();

  VersionedTable<Map<String, AttributeValue>> table() {
    return new VersionedTable<>(client(), schema);
  }

  VersionedTable<Map<String, AttributeValue>> table(FaultScript script) {
    return new VersionedTable<>(client(http(script)), schema);
  }

  /** The item as it is stored, bookkeeping included. */
  Map<String, AttributeValue> stored(String path) {
    return client()
        .getItem(
            get ->
                get.tableName(schema.tableName()).key(key(path).attributes()).consistentRead(true))
        .item();
  }

  long hits(String path) {
    return Long.parseLong(stored(path).get("hits").n());
  }

  static Key key(String path) {
    return Key.of("path", path);
  }

  static Map<String, AttributeValue> page(String path, long hits) {
    Map<String, AttributeValue> page = new HashMap<>(key(path).attributes());
    page.put("hits", AttributeValue.fromN(Long.toString(hits)));
    return page;
  }

  /** Adds one hit. */
  static Change<Map<String, AttributeValue>> hit(String path) {
    return current -> Optional.of(page(path, current.map(Pages::hits).orElse(0L) + 1));
  }

  static long hits(VersionedItem<?> item) {
    return hits(item.attributes());
  }

  static long hits(Map<String, AttributeValue> item) {
    return Long.parseLong(item.get("hits").n());
  }

  @Override
  public abstract void close();
}
