package io.dynamopatterns.eventstore.playback;

import io.dynamopatterns.common.Utf8;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.request.JsonSize;
import io.dynamopatterns.eventstore.event.Event;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Events in answers and messages. */
public final class EventJson {
  /**
   * What an answer may have for one event; Lambda returns 6 MB, which is also what it hands over.
   */
  static final int MAX_EVENT = 6_200_000;

  private EventJson() {}

  /**
   * An event with its data as text where it is text, else in Base64; with the data's size alone
   * where neither fits an answer.
   */
  public static Map<String, Object> of(Event event) {
    Optional<String> text =
        Utf8.text(event.data()).filter(data -> JsonSize.ofText(data) <= MAX_EVENT);
    if (text.isPresent()) {
      return head(event).put("data", text).json();
    }
    String base64 = Base64.getEncoder().encodeToString(event.data());
    return base64.length() <= MAX_EVENT
        ? head(event).put("dataBase64", base64).json()
        : withoutData(event);
  }

  /** An event with its data's size alone. */
  public static Map<String, Object> withoutData(Event event) {
    return head(event).put("dataBytes", event.data().length).json();
  }

  private static Answer head(Event event) {
    return new Answer()
        .put("id", event.key().eventId())
        .put("time", event.key().time())
        .put("arrival", event.arrival())
        .put("partitionKey", event.partitionKey());
  }
}
