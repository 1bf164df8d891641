package io.dynamopatterns.eventstore.playback;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.table.Utf8;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Events in answers and messages. */
public final class EventJson {
  /**
   * What an answer may have for one event; Lambda returns 6 MB, which is also what it hands over.
   */
  static final int MAX_EVENT = 6_200_000;

  /** Names, times, and the parts of the id. */
  private static final int OVERHEAD = 512;

  private EventJson() {}

  /**
   * An event with its data as text where it is text, else in Base64; with the data's size alone
   * where neither fits an answer.
   */
  public static Map<String, Object> of(Event event) {
    Map<String, Object> json = head(event);
    Optional<String> text = text(event);
    if (text.isPresent()) {
      json.put("data", text.get());
    } else if (base64Size(event) <= MAX_EVENT) {
      json.put("dataBase64", Base64.getEncoder().encodeToString(event.data()));
    } else {
      return withoutData(event);
    }
    return json;
  }

  /** An event with its data's size alone. */
  public static Map<String, Object> withoutData(Event event) {
    Map<String, Object> json = head(event);
    json.put("dataBytes", event.data().length);
    return json;
  }

  private static Map<String, Object> head(Event event) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", event.key().eventId());
    json.put("time", Times.text(event.key().time()));
    json.put("arrival", Times.text(event.arrival()));
    json.put("partitionKey", event.partitionKey());
    return json;
  }

  /** The size of that in bytes, never too small. */
  static int size(Event event) {
    return Math.min(MAX_EVENT, text(event).map(EventJson::size).orElse(base64Size(event)))
        + OVERHEAD
        + size(event.partitionKey());
  }

  private static Optional<String> text(Event event) {
    return Utf8.text(event.data()).filter(text -> size(text) <= MAX_EVENT);
  }

  private static int base64Size(Event event) {
    return (event.data().length + 2) / 3 * 4;
  }

  /** Text in JSON: control characters take six bytes. */
  private static int size(String text) {
    int size = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        size += 6;
      } else if (c == '"' || c == '\\') {
        size += 2;
      } else {
        size += c < 0x80 ? 1 : 3;
      }
    }
    return size;
  }
}
