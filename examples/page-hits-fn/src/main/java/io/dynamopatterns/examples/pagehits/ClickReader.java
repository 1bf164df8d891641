package io.dynamopatterns.examples.pagehits;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import io.micronaut.json.JsonMapper;
import java.io.IOException;

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
    Click click;
    try {
      click = json.readValue(data, Click.class);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("not a click in JSON: " + rootMessage(e), e);
    }
    if (click == null) {
      throw new IllegalArgumentException("not a click in JSON: null");
    }
    return click;
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
