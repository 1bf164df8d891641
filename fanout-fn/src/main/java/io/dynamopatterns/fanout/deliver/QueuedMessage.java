package io.dynamopatterns.fanout.deliver;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dynamopatterns.common.ingest.RejectedEventException;
import io.dynamopatterns.common.ingest.StrictJson;
import io.dynamopatterns.fanout.message.ChangeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * A message of a change as it comes out of the queue.
 *
 * @param body the message, which is passed on as it is
 * @param time when the change happened
 */
public record QueuedMessage(String body, Instant time) {
  /**
   * @throws IllegalArgumentException if the message is none of a change
   */
  static QueuedMessage of(String body) {
    if (body.getBytes(StandardCharsets.UTF_8).length > ChangeMessage.MAX_BYTES) {
      throw new IllegalArgumentException(
          "a message must have a body of at most %d bytes".formatted(ChangeMessage.MAX_BYTES));
    }
    return new QueuedMessage(body, time(body));
  }

  /** The time that the body says; on the way there all of the body is seen to be JSON. */
  private static Instant time(String body) {
    String time = null;
    try (JsonParser in = StrictJson.parser(body)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("the body of a message must be a JSON object");
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        if (name.equals("time")) {
          time = in.getText();
        }
        in.skipChildren();
      }
      StrictJson.requireEnd(in);
      return Instant.parse(String.valueOf(time));
    } catch (IOException | RejectedEventException e) {
      throw new IllegalArgumentException(
          "the body of a message must be a JSON object: " + e.getMessage(), e);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "the body of a message must have a 'time' like 2026-11-20T10:15:30.000Z, but it is "
              + time,
          e);
    }
  }
}
