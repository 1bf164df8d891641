package io.dynamopatterns.operations.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.operations.TypedItems;

/** Items of a history in one line. */
final class HistoryItems {
  private HistoryItems() {}

  /** An item without types; nothing where there is none. */
  static String text(JsonNode item) {
    return item.isObject() ? TypedItems.plainItem(item).toString() : "";
  }
}
