package io.dynamopatterns.periodic.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The schemas of the events that this pattern emits, as {@code docs/events} has them. */
public final class Schemas {
  private static final Map<String, JsonSchema> SCHEMAS =
      List.of("DigestReady", "PeriodClosed").stream()
          .collect(Collectors.toMap(type -> type, Schemas::read));

  private Schemas() {}

  /** Every event on the bus is as its schema says. */
  public static void assertValid(Bus bus) {
    assertThat(bus.published()).isNotEmpty();
    for (JsonNode event : bus.published()) {
      assertThat(event.get("source").asText()).isEqualTo("dynamopatterns.periodic");
      assertThat(SCHEMAS.get(event.get("type").asText()).validate(event.get("detail"))).isEmpty();
    }
  }

  private static JsonSchema read(String type) {
    Path file = Path.of("..", "docs", "events", type + ".schema.json");
    try {
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
