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
    return of(fields.table(), fields);
  }

  /**
   * The item of this table that the field {@code key} names.
   *
   * @throws BadRequestException if it names none
   */
  public static ItemKey of(String table, Fields fields) {
    try {
      return new ItemKey(table, fields.key("key"));
    } catch (IllegalArgumentException e) {
      throw fields.bad("key", "is not a key: " + e.getMessage());
    }
  }
}
