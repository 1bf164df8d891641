package io.dynamopatterns.common.priming;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dynamopatterns.common.item.ItemJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items that were put in a dry run, so that a function that reads its own write finds it. All
 * tables are one.
 */
final class MemoryTables {
  private static final JsonFactory JSON = new JsonFactory();

  private final List<Map<String, AttributeValue>> items = new CopyOnWriteArrayList<>();

  /**
   * @param request of PutItem
   */
  void put(byte[] request) {
    items.addFirst(ItemJson.read(members(request).get("Item")));
  }

  /**
   * @param request of GetItem
   * @return the answer
   */
  String get(byte[] request) {
    Map<String, AttributeValue> key = ItemJson.read(members(request).get("Key"));
    return items.stream()
        .filter(item -> item.entrySet().containsAll(key.entrySet()))
        .findFirst()
        .map(item -> "{\"Item\":" + ItemJson.write(item) + "}")
        .orElse("{}");
  }

  /** The objects of a request, by the names of their members. */
  private static Map<String, String> members(byte[] request) {
    Map<String, String> members = new HashMap<>();
    try (JsonParser json = JSON.createParser(request)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken() == JsonToken.START_OBJECT) {
          int from = (int) json.currentTokenLocation().getByteOffset();
          json.skipChildren();
          int to = (int) json.currentLocation().getByteOffset();
          members.put(name, new String(request, from, to - from, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return members;
  }
}
