package io.dynamopatterns.common.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import io.dynamopatterns.common.Times;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the key facts of events in JSON by pointers, in one pass and without keeping a tree. */
public final class EventReader {
  /** The service's limit of a partition key, in bytes. */
  private static final int MAX_GROUP_BYTES = 2_048;

  /** Leaves room in a sort key (1,024 bytes) for what is stored next to an id. */
  private static final int MAX_ID_BYTES = 512;

  /** Below it a number says seconds: as such it is before the year 5138. */
  private static final long LEAST_MILLIS = 100_000_000_000L;

  /** The end of the year 9999: times as text sort as times while years have four digits. */
  private static final long MOST_MILLIS = 253_402_300_799_999L;

  private static final int MAX_EPOCH_DIGITS = 18;

  private final EventPointers pointers;
  private final List<JsonPointer> wanted;

  /** What the wanted fields are named; the elements of lists are looked at in any case. */
  private final Set<String> names = new HashSet<>();

  public EventReader(EventPointers pointers) {
    this.pointers = pointers;
    this.wanted = new ArrayList<>(List.of(pointers.group(), pointers.id(), pointers.time()));
    pointers.source().ifPresent(wanted::add);
    wanted.forEach(pointer -> names.add(pointer.last().getMatchingProperty()));
  }

  /**
   * Reads an event.
   *
   * @param data JSON in UTF-8, an object; the buffer's position stays
   * @throws RejectedEventException saying what is missing or wrong and what is allowed, and nothing
   *     of the content
   */
  public IncomingEvent read(ByteBuffer data) {
    String json = StrictJson.text(data);
    Map<JsonPointer, Scalar> found = scalars(json);
    return new IncomingEvent(
        bounded("group", pointers.group(), found, MAX_GROUP_BYTES),
        bounded("id", pointers.id(), found, MAX_ID_BYTES),
        pointers.source().map(pointer -> bounded("source", pointer, found, MAX_ID_BYTES)),
        time(found),
        json);
  }

  private record Scalar(JsonToken token, String text) {}

  private Map<JsonPointer, Scalar> scalars(String json) {
    Map<JsonPointer, Scalar> found = new HashMap<>();
    StrictJson.readObject(
        json,
        (in, token) -> {
          // A pointer is costly to make, so it is made for those fields only that may be wanted.
          if (token.isScalarValue() && mayBeWanted(in)) {
            JsonPointer at = in.getParsingContext().pathAsPointer();
            if (wanted.contains(at)) {
              found.put(at, new Scalar(token, in.getText()));
            }
          }
        });
    return found;
  }

  private boolean mayBeWanted(JsonParser in) {
    return in.getParsingContext().inArray()
        || names.contains(in.getParsingContext().getCurrentName());
  }

  private static String bounded(
      String name, JsonPointer pointer, Map<JsonPointer, Scalar> found, int maxBytes) {
    Scalar value = found.get(pointer);
    boolean isText =
        value != null && (value.token() == JsonToken.VALUE_STRING || value.token().isNumeric());
    if (!isText || value.text().isEmpty()) {
      throw new RejectedEventException(
          "the %s at %s must be text or a number, but is %s"
              .formatted(name, pointer, described(value)));
    }
    byte[] encoded = value.text().getBytes(StandardCharsets.UTF_8);
    // Java encodes half of a pair as a question mark.
    if (!new String(encoded, StandardCharsets.UTF_8).equals(value.text())) {
      throw new RejectedEventException(
          "the %s at %s has half of a surrogate pair, which UTF-8 cannot say"
              .formatted(name, pointer));
    }
    if (encoded.length > maxBytes) {
      throw new RejectedEventException(
          "the %s at %s has %d bytes; %d are allowed"
              .formatted(name, pointer, encoded.length, maxBytes));
    }
    return value.text();
  }

  private Instant time(Map<JsonPointer, Scalar> found) {
    Scalar value = found.get(pointers.time());
    Optional<Instant> time =
        value == null
            ? Optional.empty()
            : switch (value.token()) {
              case VALUE_STRING -> Times.ofIso8601(value.text());
              case VALUE_NUMBER_INT -> ofEpochMillis(value.text());
              default -> Optional.empty();
            };
    return time.orElseThrow(
            () ->
                new RejectedEventException(
                    "the time at %s must be like 2026-11-20T10:00:00Z or whole epoch milliseconds,"
                            .formatted(pointers.time())
                        + " but is "
                        + describedTime(value)))
        .truncatedTo(ChronoUnit.MILLIS);
  }

  /** Empty for a number that is more likely of another unit. */
  private static Optional<Instant> ofEpochMillis(String text) {
    if (text.length() > MAX_EPOCH_DIGITS) {
      return Optional.empty();
    }
    long millis = Long.parseLong(text);
    return millis >= LEAST_MILLIS && millis <= MOST_MILLIS
        ? Optional.of(Instant.ofEpochMilli(millis))
        : Optional.empty();
  }

  private static String describedTime(Scalar value) {
    if (value == null || !value.token().isNumeric()) {
      return described(value);
    }
    BigDecimal number = new BigDecimal(value.text());
    if (number.compareTo(BigDecimal.valueOf(MOST_MILLIS)) > 0) {
      return "a number beyond the year 9999, as epoch micro- and nanoseconds are";
    }
    if (number.compareTo(BigDecimal.valueOf(LEAST_MILLIS)) < 0) {
      return "a number below 100000000000 (as milliseconds, before March 1973), as epoch seconds"
          + " are: multiply by 1000, or write an earlier time as text";
    }
    return "not whole";
  }

  private static String described(Scalar value) {
    if (value == null) {
      return "missing, an object or a list";
    }
    return switch (value.token()) {
      case VALUE_STRING -> value.text().isEmpty() ? "empty" : "other text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "another number";
      case VALUE_NULL -> "null";
      default -> "true or false";
    };
  }
}
