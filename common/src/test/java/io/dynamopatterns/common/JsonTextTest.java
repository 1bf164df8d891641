package io.dynamopatterns.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void anObjectIsTheSameAsTextAndInBytes() {
    JsonText.Content content =
        json -> {
          json.writeStringField("group", "é\"");
          json.writeNumberField("count", 2);
        };

    assertThat(JsonText.of(content)).isEqualTo("{\"group\":\"é\\\"\",\"count\":2}");
    assertThat(new String(JsonText.bytes(content), StandardCharsets.UTF_8))
        .isEqualTo(JsonText.of(content));
  }

  @Test
  void aContentThatCannotBeWrittenFailsTheObject() {
    JsonText.Content broken =
        json -> {
          throw new IOException("broken");
        };

    assertThatThrownBy(() -> JsonText.of(broken)).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> JsonText.bytes(broken)).isInstanceOf(UncheckedIOException.class);
  }
}
