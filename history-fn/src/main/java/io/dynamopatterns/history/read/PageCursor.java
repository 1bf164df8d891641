package io.dynamopatterns.history.read;

import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.Position;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Where a page ended, as opaque text. It goes with one item and one order, and says so when it is
 * used with others. It grants nothing: the item is always the one that the request names.
 */
final class PageCursor {
  /** What a request may put into its field. */
  static final String ALLOWED =
      "must be the cursor of an answer to this request, with the same table, key and order";

  private static final char VERSION = '1';

  private PageCursor() {}

  static String encode(ItemKey item, Order order, Position last) {
    String text = VERSION + check(item, order, last) + last;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Where the page ended, or empty if this is no cursor of this item and order. */
  static Optional<Position> decode(String cursor, ItemKey item, Order order) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      int start = Math.max(0, text.length() - Position.LENGTH);
      Position last = Position.parse(text.substring(start));
      return encode(item, order, last).equals(cursor) ? Optional.of(last) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String check(ItemKey item, Order order, Position last) {
    CRC32 sum = new CRC32();
    sum.update((item.text() + '\n' + order + '\n' + last).getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(sum.getValue());
  }
}
