package io.dynamopatterns.emulator.sqs;

import java.util.Optional;

/** Sends messages without a client. */
public final class SqsMessages {
  private SqsMessages() {}

  /** Sends to a FIFO queue; the body is also the deduplication id. */
  public static void send(SqsQueues queues, String queue, String group, String body) {
    queues.send(
        queue, new NewMessage(body, Optional.of(group), Optional.of(body), Optional.empty()));
  }
}
