package io.dynamopatterns.history.read;

import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.history.entry.Position;

/** How a request names one version of an item. */
public sealed interface VersionRef {

  /** The state after the entry at this position. */
  record AtPosition(Position position) implements VersionRef {}

  /** The state of this number, as the item's own version attribute counts. */
  record OfNumber(long number) implements VersionRef {}

  /**
   * The version that the field {@code position} or the field {@code version} names.
   *
   * @throws BadRequestException unless it is exactly one
   */
  static VersionRef of(Fields fields) {
    if (fields.has("position") == fields.has("version")) {
      throw fields.bad("position", "or 'version' must be there, and not both");
    }
    if (fields.has("version")) {
      return new OfNumber(fields.number("version", 0, Long.MAX_VALUE).getAsLong());
    }
    String position = fields.text("position");
    try {
      return new AtPosition(Position.parse(position));
    } catch (IllegalArgumentException e) {
      throw fields.bad("position", "must be the position of an entry, as versions shows it");
    }
  }
}
