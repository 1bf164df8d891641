package io.dynamopatterns.fanout.settings;

import io.dynamopatterns.common.settings.Kind;
import io.dynamopatterns.common.settings.Variables;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the fan-out's functions.
 *
 * @param table the table whose changes are delivered
 * @param subscribers who gets them, in the order of the variable
 * @param history the table that keeps the history of the changes, if there is one
 */
public record FanOutSettings(String table, List<Subscriber> subscribers, Optional<String> history) {

  public static FanOutSettings of(Variables variables) {
    return new FanOutSettings(
        variables.required(
            "FANOUT_TABLE",
            Kind.TABLE,
            "the table whose changes are delivered; the stream of another table is refused"),
        variables.required(
            "FANOUT_SUBSCRIBERS",
            Kind.text("(?s).+", SubscribersText.ALLOWED).map(SubscribersText::read),
            "who gets the changes: `base64gzip(jsonencode(…))` of a map from names to `queue`,"
                + " `deadLetters`, `filters`, `target`"
                + " ([why](../docs/decisions/0016-subscribers-in-a-compressed-variable.md))"),
        variables.optional(
            "FANOUT_HISTORY_TABLE",
            Kind.TABLE,
            "the history of the same table, for pointers and replays. A history that leaves"
                + " changes out by filters has holes, and so has what is replayed from it"));
  }
}
