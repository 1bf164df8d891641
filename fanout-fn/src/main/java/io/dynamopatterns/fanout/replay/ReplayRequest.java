package io.dynamopatterns.fanout.replay;

import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageCursor;
import io.dynamopatterns.fanout.settings.Subscriber;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.request.RequestedItem;
import io.dynamopatterns.history.table.EntryKey;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request for a replay.
 *
 * @param subscriber to whom
 * @param table whose changes
 * @param name of the replay, which its messages carry
 * @param item the item, or empty for all items of the table
 * @param from the first time
 * @param to the first time after
 * @param dryRun whether changes are only counted
 * @param changesPerSecond how many are sent at most
 * @param after the entry after which it continues
 */
record ReplayRequest(
    Subscriber subscriber,
    String table,
    String name,
    Optional<ItemKey> item,
    Instant from,
    Instant to,
    boolean dryRun,
    int changesPerSecond,
    Optional<EntryKey> after) {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,60}");
  private static final int DEFAULT_RATE = 100;
  private static final int MAX_RATE = 3000;
  private static final Instant BEGIN = Instant.EPOCH;
  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z");

  /**
   * Reads the request.
   *
   * @throws io.dynamopatterns.common.request.BadRequestException if it is none
   */
  static ReplayRequest of(Fields fields, String table, Subscriber subscriber) {
    String name = fields.text("replay");
    if (!NAME.matcher(name).matches()) {
      throw fields.bad(
          "replay",
          "must be a name of 1 to 60 letters, digits, '-' and '_', but is '" + name + "'");
    }
    Optional<ItemKey> item =
        fields.has("key") ? Optional.of(RequestedItem.of(table, fields)) : Optional.empty();
    Instant from =
        item.isPresent() ? fields.optionalTime("from").orElse(BEGIN) : fields.time("from");
    Instant to = item.isPresent() ? fields.optionalTime("to").orElse(END) : fields.time("to");
    if (!from.isBefore(to)) {
      throw fields.bad("to", "must be later than 'from' (%s), but is %s".formatted(from, to));
    }
    ReplayRequest whole =
        new ReplayRequest(
            subscriber,
            table,
            name,
            item,
            from,
            to,
            fields.flag("dryRun"),
            (int) fields.number("changesPerSecond", 1, MAX_RATE).orElse(DEFAULT_RATE),
            Optional.empty());
    Optional<String> position = fields.cursor(PageCursor.checked(), whole.scope());
    fields.refuseOthers();
    return position.map(whole::from).orElse(whole);
  }

  /** The cursor of an answer that got so far. */
  String cursor(EntryKey at) {
    return PageCursor.checked().encode(scope(), at.pk() + '\n' + at.sk());
  }

  private ReplayRequest from(String position) {
    int end = position.lastIndexOf('\n');
    EntryKey at = new EntryKey(position.substring(0, end), position.substring(end + 1));
    return new ReplayRequest(
        subscriber, table, name, item, from, to, dryRun, changesPerSecond, Optional.of(at));
  }

  /** All that a cursor goes with; the rate may change from call to call. */
  private String scope() {
    return String.join(
        "\n",
        subscriber.name(),
        name,
        from.toString(),
        to.toString(),
        Boolean.toString(dryRun),
        item.map(ItemKey::text).orElse(""));
  }
}
