package io.dynamopatterns.common.request;

import io.dynamopatterns.common.Times;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A JSON object of an answer. Its fields stay in the order in which they are put. */
public final class Answer {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  /**
   * Puts a field. An empty {@code Optional} leaves it out, a time is written as text in UTC, a
   * constant of an enum as its name. All other values must be what JSON has: text, numbers,
   * booleans, null, and maps and lists of these.
   */
  public Answer put(String name, Object value) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(present -> put(name, present));
    } else if (value instanceof OptionalLong optional) {
      optional.ifPresent(number -> put(name, number));
    } else if (value instanceof Instant time) {
      fields.put(name, Times.text(time));
    } else if (value instanceof Enum<?> constant) {
      fields.put(name, constant.name());
    } else {
      fields.put(name, value);
    }
    return this;
  }

  /** Puts a field that says yes, and leaves it out for no. */
  public Answer flag(String name, boolean value) {
    return value ? put(name, true) : this;
  }

  /** The object as Lambda's runtime writes it. */
  public Map<String, Object> json() {
    return fields;
  }
}
