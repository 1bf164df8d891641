package io.dynamopatterns.eventstore.playback;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageCursor;
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
   * @param limit at most so many
   * @param place where the page before ended
   * @param pastWatermark whether to read on where the store may not be complete
   */
  record Page(
      Instant from, Optional<Instant> to, int limit, Optional<Place> place, boolean pastWatermark)
      implements PlaybackRequest {
    /** What a cursor goes with. */
    String scope() {
      return from + "/" + to.map(Instant::toString).orElse("");
    }
  }

  /** How far the store is complete. */
  record Watermark() implements PlaybackRequest {}

  /** The most events on a page. */
  int MAX_LIMIT = 1000;

  /** The events on a page unless the request says otherwise. */
  int DEFAULT_LIMIT = 100;

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
        switch (fields.text("operation")) {
          case "page" -> page(fields, now, cursors);
          case "watermark" -> new Watermark();
          default -> throw fields.bad("operation", "must be page or watermark");
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
    Page page =
        new Page(
            from,
            to,
            (int) fields.number("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT),
            Optional.empty(),
            fields.flag("pastWatermark"));
    return fields
        .optionalText("cursor")
        .map(
            cursor ->
                cursors
                    .decode(cursor, page.scope())
                    .flatMap(Place::parse)
                    .orElseThrow(() -> fields.bad("cursor", PageCursor.ALLOWED)))
        .map(
            place ->
                new Page(
                    page.from(), page.to(), page.limit(), Optional.of(place), page.pastWatermark()))
        .orElse(page);
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
