package io.dynamopatterns.eventstore.playback;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageCursor;
import io.dynamopatterns.common.request.PageRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the playback function can be asked, by the field {@code operation}. */
public sealed interface PlaybackRequest {

  /**
   * Some events, in their order.
   *
   * @param from the first store time
   * @param to the store time before which all are, if there is an end
   * @param place where the previous page ended
   * @param pastWatermark whether to read on where the store is perhaps not complete
   */
  record Page(
      Instant from,
      Optional<Instant> to,
      PageRequest page,
      Optional<Place> place,
      boolean pastWatermark)
      implements PlaybackRequest {}

  /** How far the store is complete. */
  record Watermark() implements PlaybackRequest {}

  /**
   * Reads a request.
   *
   * @param now times after this one are refused
   * @param cursors how this store's cursors are signed
   * @throws BadRequestException naming the field and what is allowed
   */
  static PlaybackRequest of(Map<String, Object> request, Instant now, PageCursor cursors) {
    Fields fields = new Fields(request);
    PlaybackRequest read =
        switch (fields.choice("operation", "list", "watermark")) {
          case "list" -> page(fields, now, cursors);
          default -> new Watermark();
        };
    fields.refuseOthers();
    return read;
  }

  private static Page page(Fields fields, Instant now, PageCursor cursors) {
    Instant from = time(fields, "from", now).orElse(Instant.EPOCH);
    Optional<Instant> to = time(fields, "to", now);
    if (to.isPresent() && from.isAfter(to.get())) {
      throw fields.bad("from", "must not be after 'to', but is %s".formatted(from));
    }
    PageRequest page = fields.page(cursors, from + "/" + to.map(Instant::toString).orElse(""));
    Optional<Place> place =
        page.after()
            .map(
                text ->
                    Place.parse(text).orElseThrow(() -> fields.bad("next", PageCursor.ALLOWED)));
    return new Page(from, to, page, place, fields.flag("pastWatermark"));
  }

  private static Optional<Instant> time(Fields fields, String name, Instant now) {
    Optional<Instant> time = fields.optionalTime(name);
    if (time.isPresent() && time.get().isAfter(now)) {
      throw fields.bad(name, "must not be in the future, but is %s".formatted(time.get()));
    }
    if (time.isPresent() && time.get().isBefore(Instant.EPOCH)) {
      throw fields.bad(name, "must not be before 1970, but is %s".formatted(time.get()));
    }
    return time.map(Times::ceiling);
  }
}
