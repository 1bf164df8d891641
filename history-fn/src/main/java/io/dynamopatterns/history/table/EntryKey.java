package io.dynamopatterns.history.table;

import io.dynamopatterns.history.entry.Entry;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The key of an entry in the history table.
 *
 * @param pk an item's {@link io.dynamopatterns.history.entry.ItemKey#text}
 * @param sk an entry's {@link io.dynamopatterns.history.entry.Position}, as text
 */
public record EntryKey(String pk, String sk) {
  public static EntryKey of(Entry entry) {
    return new EntryKey(entry.item().text(), entry.position().toString());
  }

  static EntryKey of(Map<String, AttributeValue> key) {
    return new EntryKey(key.get(EntryItems.PK).s(), key.get(EntryItems.SK).s());
  }

  Map<String, AttributeValue> attributes() {
    return Map.of(EntryItems.PK, AttributeValue.fromS(pk), EntryItems.SK, AttributeValue.fromS(sk));
  }
}
