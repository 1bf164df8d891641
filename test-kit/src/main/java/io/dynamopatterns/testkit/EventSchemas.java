package io.dynamopatterns.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The schemas of events in {@code docs/events}. */
public final class EventSchemas {
  private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

  private EventSchemas() {}

  /** Sees that the detail of an event is what the schema of its type says. */
  public static void assertValid(String detailType, String detail) {
    assertThat(complaints(detailType, detail)).as(detail).isEmpty();
  }

  /** What is wrong with the detail of an event, by the schema of its type. */
  public static Set<ValidationMessage> complaints(String detailType, String detail) {
    return SCHEMAS
        .computeIfAbsent(detailType, EventSchemas::read)
        .validate(detail, InputFormat.JSON);
  }

  /** Tests run in the directory of their module. */
  private static JsonSchema read(String detailType) {
    Path file = Path.of("..", "docs", "events", detailType + ".schema.json");
    try {
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
