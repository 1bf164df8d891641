package __package__;

import io.dynamopatterns.common.ingest.StrictJson;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads events from the data of records. */
@Singleton
class StateEventReader {
  private final JsonMapper json;

  StateEventReader(JsonMapper json) {
    this.json = json;
  }

  /**
   * @throws IllegalArgumentException if the data is not one event in JSON. The message is logged,
   *     so it does not quote the data
   */
  StateEvent read(ByteBuffer data) {
    try {
      return json.readValue(StrictJson.object(data), StateEvent.class);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "not an event in JSON: it needs an 'id', a 'state' and an 'at', such as 2026-11-20T10:00:00Z");
    }
  }
}
