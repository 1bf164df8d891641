package io.dynamopatterns.history.read;

import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageRequest;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.Position;
import io.dynamopatterns.history.request.RequestedItem;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the read function can be asked, by the field {@code operation}. */
public sealed interface HistoryReadRequest {

  /** Whose history is read. */
  ItemKey item();

  /** All versions of an item, by page. */
  record Versions(ItemKey item, Order order, PageRequest page, ImagesShown images)
      implements HistoryReadRequest {
    /** Where the previous page ended. */
    Optional<Position> after() {
      return page.after().map(Position::parse);
    }
  }

  /** The item as it was at a time. */
  record AsOf(ItemKey item, Instant time) implements HistoryReadRequest {}

  /** What changed from one version to another. */
  record Diff(ItemKey item, VersionRef from, VersionRef to) implements HistoryReadRequest {}

  /**
   * Reads a request.
   *
   * @throws BadRequestException naming the field and what is allowed
   */
  static HistoryReadRequest of(Map<String, Object> request) {
    Fields fields = new Fields(request);
    HistoryReadRequest read =
        switch (fields.choice("operation", "versions", "as-of", "diff")) {
          case "versions" -> versions(fields);
          case "as-of" -> new AsOf(RequestedItem.of(fields), fields.time("time"));
          default ->
              new Diff(
                  RequestedItem.of(fields),
                  versionRef(fields.object("from")),
                  versionRef(fields.object("to")));
        };
    fields.refuseOthers();
    return read;
  }

  private static Versions versions(Fields fields) {
    ItemKey item = RequestedItem.of(fields);
    Order order = fields.oneOf("order", Order.class).orElse(Order.NEWEST_FIRST);
    return new Versions(
        item,
        order,
        fields.page(item.text(), order),
        fields.oneOf("images", ImagesShown.class).orElse(ImagesShown.ALL));
  }

  private static VersionRef versionRef(Fields fields) {
    VersionRef ref = VersionRef.of(fields);
    fields.refuseOthers();
    return ref;
  }
}
