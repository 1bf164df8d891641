package io.dynamopatterns.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers, and what functions answer, as JSON. */
public final class Json {
  /** Times are text; an empty {@code Optional} is null. */
  public static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .registerModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addSerializer(Optional.class, optional()));

  /** Those that move a terminal's cursor; JSON escapes the others. */
  private static final Pattern CONTROLS = Pattern.compile("[\\x7f-\\x9f]");

  private Json() {}

  /** An answer as JSON. */
  public static JsonNode of(OperationResult answer) {
    return MAPPER.valueToTree(answer);
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Reads JSON.
   *
   * @throws IllegalArgumentException with the reason if it is none
   */
  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /** For people: several lines, without the control characters that JSON allows in a text. */
  public static String pretty(JsonNode json) {
    return CONTROLS
        .matcher(json.toPrettyString())
        .replaceAll(control -> "\\\\u%04x".formatted((int) control.group().charAt(0)));
  }

  @SuppressWarnings("rawtypes")
  private static JsonSerializer<Optional> optional() {
    return new JsonSerializer<>() {
      @Override
      public void serialize(Optional value, JsonGenerator out, SerializerProvider all)
          throws IOException {
        all.defaultSerializeValue(value.isPresent() ? value.get() : null, out);
      }
    };
  }
}
