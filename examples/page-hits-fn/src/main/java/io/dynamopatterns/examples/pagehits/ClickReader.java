package io.dynamopatterns.examples.pagehits;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.util.Objects;

/** Reads clicks from the records of the stream. */
final class ClickReader {
  private final JsonMapper json;

  ClickReader(JsonMapper json) {
    this.json = json;
  }

  /**
   * @throws IllegalArgumentException if the record's data is not a click in JSON, saying what is
   *     wrong with it
   */
  Click read(KinesisEventRecord message) {
    byte[] data = new byte[message.getKinesis().getData().remaining()];
    message.getKinesis().getData().duplicate().get(data);
    try {
      return Objects.requireNonNull(json.readValue(data, Click.class));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("not a click in JSON: " + reason(e), e);
    }
  }

  /** What is wrong, without the data itself: messages are logged, payloads are not. */
  private static String reason(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidClickException) {
        return cause.getMessage();
      }
      if (cause instanceof JsonProcessingException malformed && malformed.getLocation() != null) {
        return "line %d, column %d"
            .formatted(malformed.getLocation().getLineNr(), malformed.getLocation().getColumnNr());
      }
    }
    return "path must be text, time like 2026-11-20T10:00:00Z, bytes and status whole numbers";
  }
}
