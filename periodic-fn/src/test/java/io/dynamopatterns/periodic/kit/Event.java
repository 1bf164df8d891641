package io.dynamopatterns.periodic.kit;

import java.time.Instant;

/** An event as a producer knows it. */
public record Event(String group, String id, Instant time, String payload) {
  public static Event of(String group, String id, String time) {
    return new Event(group, id, Instant.parse(time), "");
  }

  public String json() {
    return "{\"id\":%s,\"client\":%s,\"time\":\"%s\",\"payload\":%s}"
        .formatted(quoted(id), quoted(group), time, quoted(payload));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c < ' ' || c == '"' || c == '\\') {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }
}
