package io.dynamopatterns.examples.pagehits;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.ingest.RejectedEventException;
import io.dynamopatterns.common.ingest.StrictJson;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;

/** Reads clicks from the records of the stream. */
final class ClickReader {
  private static final Argument<JsonNode> JSON = Argument.of(JsonNode.class);

  private final JsonMapper json;

  ClickReader(JsonMapper json) {
    this.json = json;
  }

  /**
   * @throws IllegalArgumentException if the record's data is not one click in JSON, saying what is
   *     wrong with it and nothing of the data: messages are logged, payloads are not
   */
  Click read(KinesisEventRecord message) {
    try {
      JsonNode click = json.readValue(StrictJson.object(message.getKinesis().getData()), JSON);
      Long status = number(click, "status");
      return new Click(
          text(click, "path"),
          time(click),
          number(click, "bytes"),
          status == null ? null : Math.toIntExact(status));
    } catch (RejectedEventException | InvalidClickException e) {
      throw new IllegalArgumentException("not a click in JSON: " + e.getMessage(), e);
    } catch (IOException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "not a click in JSON: bytes and status must be whole numbers", e);
    }
  }

  private static Instant time(JsonNode click) {
    String time = text(click, "time");
    return time == null
        ? null
        : Times.ofIso8601(time)
            .orElseThrow(
                () ->
                    new InvalidClickException(
                        "the 'time' of a click must be like 2026-11-20T10:00:00Z"));
  }

  private static String text(JsonNode click, String name) {
    JsonNode value = click.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw new InvalidClickException("the '%s' of a click must be text".formatted(name));
    }
    return value.getStringValue();
  }

  private static Long number(JsonNode click, String name) {
    JsonNode value = click.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isNumber()) {
      throw new InvalidClickException("the '%s' of a click must be a whole number".formatted(name));
    }
    return new BigDecimal(value.coerceStringValue()).longValueExact();
  }
}
