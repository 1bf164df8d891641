package io.dynamopatterns.aggregator.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The schemas of events, as they are published in docs/events. */
public final class Schemas {
  private Schemas() {}

  public static void requireValid(String detailType, JsonNode detail) {
    try {
      String text = Files.readString(Path.of("../docs/events/" + detailType + ".schema.json"));
      JsonSchema schema =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Bus.parse(text));
      assertThat(schema.validate(detail)).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
