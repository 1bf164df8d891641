package io.dynamopatterns.processor.playback;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.event.EventKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventMessageTest {
  private static final int MOST = 8_000_000;

  @Test
  void anEventWhoseDataFitsNoAnswerIsNotWholeThoughItsMessageFits() {
    EventMessage message = EventMessage.of(event(4_700_000), "w", MOST);

    assertThat(new String(message.json(), StandardCharsets.UTF_8))
        .contains("\"dataBytes\":4700000");
    assertThat(message.whole()).isFalse();
  }

  @Test
  void anEventWithItsDataIsWhole() {
    assertThat(EventMessage.of(event(10), "w", MOST).whole()).isTrue();
    assertThat(EventMessage.of(event(10), "w", 10).whole()).isFalse();
  }

  private static Event event(int bytes) {
    byte[] data = new byte[bytes];
    new Random(1).nextBytes(data);
    Instant time = Instant.parse("2026-11-20T10:00:00Z");
    return new Event(EventKey.of(time, "shardId-000000000000", "1"), time, "a", data);
  }
}
