package io.dynamopatterns.eventstore.playback;

import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.eventstore.event.Event;
import java.util.Map;

/** Events in answers and messages. */
public final class EventJson {
  private EventJson() {}

  /** An event with its data, or with its size alone where it fits no answer. */
  public static Map<String, Object> of(Event event) {
    return head(event).content("data", event.data()).json();
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
