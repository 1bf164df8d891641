package io.dynamopatterns.common.request;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.Utf8;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A JSON object of an answer. Its fields stay in the order in which they are put. */
public final class Answer {
  /** The most of one content; of Lambda's 6 MB it leaves 90 kB for what is around it. */
  private static final int MAX_CONTENT = 6_200_000;

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

  /**
   * Puts content, whatever its size: as text, or where it is not UTF-8 in Base64 with {@code
   * Base64} after the name. Of content that fits no answer only the number of its bytes is put,
   * with {@code Bytes} after the name.
   */
  public Answer content(String name, byte[] content) {
    Optional<String> text = Utf8.text(content).filter(Answer::fits);
    if (text.isPresent()) {
      return put(name, text);
    }
    return (content.length + 2) / 3 * 4 <= MAX_CONTENT
        ? put(name + "Base64", Base64.getEncoder().encodeToString(content))
        : put(name + "Bytes", content.length);
  }

  /** Puts text, whatever its size: of text that fits no answer only the number of its bytes. */
  public Answer content(String name, String text) {
    return fits(text)
        ? put(name, text)
        : put(name + "Bytes", text.getBytes(StandardCharsets.UTF_8).length);
  }

  private static boolean fits(String text) {
    return JsonSize.ofText(text) <= MAX_CONTENT;
  }

  /** The object as Lambda's runtime writes it. */
  public Map<String, Object> json() {
    return fields;
  }
}
