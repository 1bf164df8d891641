package io.dynamopatterns.common.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the key facts of events in JSON by pointers, in one pass and without keeping a tree. */
public final class EventReader {
  /** The service's limit of a partition key, in bytes. */
  private static final int MAX_GROUP_BYTES = 2_048;

  /** Leaves room in a sort key (1,024 bytes) for what stands beside an id. */
  private static final int MAX_ID_BYTES = 512;

  /** Years of four digits: times as text sort as times. */
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  private static final JsonFactory JSON = new JsonFactory();

  private final EventPointers pointers;
  private final List<JsonPointer> wanted;

  public EventReader(EventPointers pointers) {
    this.pointers = pointers;
    this.wanted = new ArrayList<>(List.of(pointers.group(), pointers.id(), pointers.time()));
    pointers.source().ifPresent(wanted::add);
  }

  /**
   * Reads an event.
   *
   * @param data JSON in UTF-8, an object; the buffer's position stays
   * @throws RejectedEventException saying what is missing or wrong and what is allowed, and nothing
   *     of the content
   */
  public IncomingEvent read(ByteBuffer data) {
    String json = text(data);
    Map<JsonPointer, Scalar> found = scalars(json);
    return new IncomingEvent(
        bounded("group", pointers.group(), found, MAX_GROUP_BYTES),
        bounded("id", pointers.id(), found, MAX_ID_BYTES),
        pointers.source().map(pointer -> bounded("source", pointer, found, MAX_ID_BYTES)),
        time(found),
        json);
  }

  private static String text(ByteBuffer data) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(data.duplicate()).toString();
    } catch (CharacterCodingException e) {
      throw new RejectedEventException("not JSON: the data is not UTF-8");
    }
  }

  private record Scalar(JsonToken token, String text) {}

  private Map<JsonPointer, Scalar> scalars(String json) {
    Map<JsonPointer, Scalar> found = new HashMap<>();
    try (JsonParser in = JSON.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new RejectedEventException("not a JSON object");
      }
      for (JsonToken token = in.nextToken();
          !in.getParsingContext().inRoot();
          token = in.nextToken()) {
        if (token.isScalarValue()) {
          JsonPointer at = in.getParsingContext().pathAsPointer();
          if (wanted.contains(at)) {
            found.put(at, new Scalar(token, in.getText()));
          }
        }
      }
      if (in.nextToken() != null) {
        throw new RejectedEventException("more than one JSON object");
      }
      return found;
    } catch (JsonProcessingException e) {
      throw new RejectedEventException(
          "not JSON: line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new IllegalStateException("a string was read", e);
    }
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
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value.text())) {
      throw new RejectedEventException(
          "the %s at %s has half of a surrogate pair, which UTF-8 cannot say"
              .formatted(name, pointer));
    }
    int bytes = value.text().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > maxBytes) {
      throw new RejectedEventException(
          "the %s at %s has %d bytes; %d are allowed".formatted(name, pointer, bytes, maxBytes));
    }
    return value.text();
  }

  private Instant time(Map<JsonPointer, Scalar> found) {
    Scalar value = found.get(pointers.time());
    try {
      Optional<Instant> time =
          value == null
              ? Optional.empty()
              : switch (value.token()) {
                case VALUE_STRING -> Optional.of(OffsetDateTime.parse(value.text()).toInstant());
                case VALUE_NUMBER_INT ->
                    Optional.of(Instant.ofEpochMilli(Long.parseLong(value.text())));
                default -> Optional.empty();
              };
      if (time.isPresent() && !time.get().isBefore(EARLIEST) && !time.get().isAfter(LATEST)) {
        return time.get().truncatedTo(ChronoUnit.MILLIS);
      }
    } catch (DateTimeException | NumberFormatException e) {
      // Refused below.
    }
    throw new RejectedEventException(
        "the time at %s must be like 2026-11-20T10:00:00Z or whole epoch milliseconds, but is %s"
            .formatted(pointers.time(), described(value)));
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
