package io.dynamopatterns.bench.warm;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A record as a loop reads it. */
record PlainClick(
    String json, String id, String client, String time, String path, long bytes, long status) {
  private static final JsonFactory JSON = new JsonFactory();

  static PlainClick of(KinesisEventRecord record) {
    String json =
        StandardCharsets.UTF_8.decode(record.getKinesis().getData().duplicate()).toString();
    String id = null;
    String client = null;
    String time = null;
    String path = null;
    long bytes = 0;
    long status = 0;
    try (JsonParser in = JSON.createParser(json)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "id" -> id = in.getText();
          case "client" -> client = in.getText();
          case "time" -> time = in.getText();
          case "path" -> path = in.getText();
          case "bytes" -> bytes = in.getLongValue();
          case "status" -> status = in.getLongValue();
          default -> in.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PlainClick(json, id, client, time, path, bytes, status);
  }
}
