package io.dynamopatterns.history.request;

import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.history.entry.ItemKey;

/** How a request names an item. */
public final class RequestedItem {
  private RequestedItem() {}

  /**
   * The item that the fields {@code table} and {@code key} name.
   *
   * @throws BadRequestException if they name none
   */
  public static ItemKey of(Fields fields) {
    String table = fields.table();
    try {
      return new ItemKey(table, fields.key("key"));
    } catch (IllegalArgumentException e) {
      throw fields.bad("key", "is not a key: " + e.getMessage());
    }
  }
}
