package io.dynamopatterns.aggregator.read;

import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageCursor;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What the read function can be asked, by the field {@code operation}. */
sealed interface ReadRequest {
  /** The most entries on a page. */
  int MAX_LIMIT = 1000;

  /** The entries on a page unless the request says otherwise. */
  int DEFAULT_LIMIT = 100;

  /** Later than anything: who names no time means all. */
  Instant EVER = Instant.parse("9999-12-31T23:59:59.999Z");

  /**
   * What the index lists, by page.
   *
   * @param olderThan only those that are older
   * @param after where the page before ended
   */
  record Listing(Instant olderThan, int limit, Optional<IndexPosition> after, String scope) {}

  /** Open rounds. */
  record Open(Listing listing) implements ReadRequest {}

  /** Rejected records. */
  record Rejected(Listing listing) implements ReadRequest {}

  /** How a group stands: its newest round, unless one is named. */
  record Group(String group, OptionalLong round) implements ReadRequest {}

  /**
   * The events of a round, by page.
   *
   * @param afterId where the page before ended
   */
  record Members(
      String group, OptionalLong round, int limit, Optional<String> afterId, String scope)
      implements ReadRequest {}

  /**
   * Reads a request.
   *
   * @throws BadRequestException naming the field and what is allowed
   */
  static ReadRequest of(Map<String, Object> request) {
    Fields fields = new Fields(request);
    String operation = fields.text("operation");
    ReadRequest read =
        switch (operation) {
          case "open" -> new Open(listing(fields, operation));
          case "rejected" -> new Rejected(listing(fields, operation));
          case "group" -> new Group(fields.text("group"), round(fields));
          case "members" -> members(fields);
          default -> throw fields.bad("operation", "must be open, group, members or rejected");
        };
    fields.refuseOthers();
    return read;
  }

  private static Listing listing(Fields fields, String operation) {
    Instant olderThan = fields.has("olderThan") ? fields.time("olderThan") : EVER;
    String scope = operation + '\n' + olderThan;
    return new Listing(
        olderThan,
        limit(fields),
        cursor(fields, scope).map(position -> IndexPosition.parse(position)),
        scope);
  }

  private static Members members(Fields fields) {
    String group = fields.text("group");
    OptionalLong round = round(fields);
    String scope = "members\n" + round + '\n' + group;
    return new Members(group, round, limit(fields), cursor(fields, scope), scope);
  }

  private static OptionalLong round(Fields fields) {
    return fields.number("round", 1, 9_999_999_999L);
  }

  private static int limit(Fields fields) {
    return (int) fields.number("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
  }

  private static Optional<String> cursor(Fields fields, String scope) {
    return fields
        .optionalText("cursor")
        .map(
            cursor ->
                PageCursor.checked()
                    .decode(cursor, scope)
                    .orElseThrow(() -> fields.bad("cursor", PageCursor.ALLOWED)));
  }
}
