package io.dynamopatterns.processor.playback;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.event.EventKey;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.worker.WorkFailedException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

class PlaybackTargetTest {
  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");

  @Test
  void anEventThatTheTargetRefusesIsNotLeftOut() {
    PlaybackTarget<?> queue = PlaybackTarget.queue(new Refusing(), "https://sqs/1/replay.fifo");
    List<Event> events = List.of(event("1"), event("2"));
    assertThatThrownBy(() -> queue.send(events, "work", Fleet.ample(), arrived -> {}))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage("queue replay.fifo refuses event shard:2: InvalidMessageContents: no");
  }

  private static Event event(String sequence) {
    return new Event(EventKey.of(TIME, "shard", sequence), TIME, "key-" + sequence, new byte[1]);
  }

  /** A queue that refuses the second message of each request. */
  private static final class Refusing implements SqsClient {
    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
      return SendMessageBatchResponse.builder()
          .failed(
              BatchResultErrorEntry.builder()
                  .id(request.entries().get(1).id())
                  .code("InvalidMessageContents")
                  .message("no")
                  .senderFault(true)
                  .build())
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is held open.
    }
  }
}
