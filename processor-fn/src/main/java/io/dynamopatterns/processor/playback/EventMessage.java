package io.dynamopatterns.processor.playback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.dynamopatterns.common.JsonText;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.playback.EventJson;
import java.util.Map;

/**
 * An event as it is sent: as on a page of the store, and the id of the work as {@code playback}. In
 * ASCII, as a queue does not take all characters that are text.
 *
 * @param json UTF-8
 * @param whole whether the event's data is in it; where that is too large, there is its size alone
 */
record EventMessage(byte[] json, boolean whole) {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /**
   * @param max what the message may have, in bytes
   */
  static EventMessage of(Event event, String work, int max) {
    Map<String, Object> fields = EventJson.of(event);
    byte[] json = write(fields, work);
    return json.length <= max
        ? new EventMessage(json, !fields.containsKey("dataBytes"))
        : new EventMessage(write(EventJson.withoutData(event), work), false);
  }

  private static byte[] write(Map<String, Object> fields, String work) {
    return JsonText.bytes(
        JSON,
        json -> {
          for (Map.Entry<String, Object> field : fields.entrySet()) {
            json.writeObjectField(field.getKey(), field.getValue());
          }
          json.writeStringField("playback", work);
        });
  }
}
