package io.dynamopatterns.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;

/** How the page's server writes JSON: times as ISO 8601. */
final class PageJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(
              new SimpleModule().addSerializer(Instant.class, new ToStringSerializer()));

  private PageJson() {}

  static String of(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not to be written as JSON: " + value.getClass(), e);
    }
  }

  static JsonNode read(String text) throws TaskException {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new TaskException(
          TaskException.Reason.INVALID, "The request is not JSON: " + e.getOriginalMessage());
    }
  }
}
