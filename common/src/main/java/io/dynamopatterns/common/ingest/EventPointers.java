package io.dynamopatterns.common.ingest;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where in an event its key facts stand.
 *
 * @param group to text or a number: the key that events are collected under
 * @param id to text or a number: by which duplicates are told
 * @param time to text in ISO 8601 with an offset ({@link
 *     io.dynamopatterns.common.Times#ofIso8601}), or to a whole number of epoch milliseconds from
 *     March 1973 on: a smaller one is refused, because epoch seconds look like it
 * @param source to text: where the event comes from, if events say so
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901, JSON Pointer</a>
 */
public record EventPointers(
    JsonPointer group, JsonPointer id, JsonPointer time, Optional<JsonPointer> source) {

  private static final Pattern POINTER = Pattern.compile("(?:/(?:[^~/]|~[01])*+)++");

  /**
   * Reads a pointer from an environment variable.
   *
   * @throws IllegalArgumentException if it is none, or points to the whole event, naming the
   *     variable and what is allowed
   */
  public static JsonPointer pointer(String variable, String text) {
    if (text != null && POINTER.matcher(text).matches()) {
      return JsonPointer.compile(text);
    }
    throw new IllegalArgumentException(
        "%s must be a JSON Pointer to a field of the event, like /user/id, but is %s"
            .formatted(variable, text == null ? "not set" : "'" + text + "'"));
  }
}
