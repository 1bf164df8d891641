package io.dynamopatterns.common.ingest;

import com.fasterxml.jackson.core.JsonToken;
import io.dynamopatterns.common.Times;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a record that is one JSON object. A field that is not what the program needs is
 * refused by its name, with what is allowed and without its content: messages are logged, payloads
 * are not. Fields that the program does not read are ignored.
 */
public final class EventFields {
  /** Every number of at most this many digits fits into 64 bits. */
  private static final int MAX_LONG_DIGITS = 18;

  private final Map<String, Field> fields;

  /**
   * @param token null for an object or a list
   */
  private record Field(JsonToken token, String text) {}

  private EventFields(Map<String, Field> fields) {
    this.fields = fields;
  }

  /**
   * The fields of a record's data.
   *
   * @throws RejectedEventException if it is anything but one JSON object: see {@link StrictJson}
   */
  public static EventFields of(ByteBuffer data) {
    Map<String, Field> fields = new HashMap<>();
    StrictJson.readObject(
        StrictJson.text(data),
        (parser, token) -> {
          if (parser.getParsingContext().getParent().inRoot() && parser.currentName() != null) {
            boolean scalar = token.isScalarValue();
            fields.put(
                parser.currentName(),
                new Field(scalar ? token : null, scalar ? parser.getText() : ""));
          }
        });
    return new EventFields(fields);
  }

  /**
   * Text that must be there.
   *
   * @throws RejectedEventException if it is missing, empty, or no text
   */
  public String text(String name) {
    return field(name, JsonToken.VALUE_STRING, "text")
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> refused(name, "is missing: it must be text"));
  }

  /**
   * A time that must be there, in ISO 8601 with an offset. It is cut to the millisecond, in which
   * items keep times.
   *
   * @throws RejectedEventException if it is missing or no time
   */
  public Instant time(String name) {
    return Times.ofIso8601(text(name))
        .orElseThrow(() -> refused(name, "must be a time like 2026-11-20T10:00:00Z"))
        .truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * A whole number that may be there.
   *
   * @throws RejectedEventException if it is something else, or not in the range
   */
  public Optional<Long> whole(String name, long min, long max) {
    Field field = fields.get(name);
    if (field == null || field.token() == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    boolean isNumber =
        field.token() == JsonToken.VALUE_NUMBER_INT
            || field.token() == JsonToken.VALUE_NUMBER_FLOAT;
    if (!isNumber) {
      throw notWhole(name, min, max);
    }
    return Optional.of(whole(name, field.text(), min, max));
  }

  private static long whole(String name, String text, long min, long max) {
    try {
      long number =
          text.length() <= MAX_LONG_DIGITS && hasOnlyDigits(text)
              ? Long.parseLong(text)
              : new BigDecimal(text).longValueExact();
      if (number >= min && number <= max) {
        return number;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Refused below, with what is out of range.
    }
    throw notWhole(name, min, max);
  }

  private static boolean hasOnlyDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static RejectedEventException notWhole(String name, long min, long max) {
    return refused(name, "must be a whole number from %d to %d".formatted(min, max));
  }

  private Optional<String> field(String name, JsonToken token, String allowed) {
    Field field = fields.get(name);
    if (field == null || field.token() == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    if (field.token() != token) {
      throw refused(name, "must be " + allowed);
    }
    return Optional.of(field.text());
  }

  private static RejectedEventException refused(String name, String problem) {
    return new RejectedEventException("'%s' %s".formatted(name, problem));
  }
}
