package io.dynamopatterns.fanout.replay;

import java.util.Optional;

/**
 * A replay whose queue takes no messages. What was sent stays; the message says how to continue.
 */
public final class ReplayStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReplayStoppedException(
      ReplayRequest request, long sent, Optional<String> cursor, RuntimeException cause) {
    super(
        "replay '%s' to subscriber '%s' stopped after %d messages: %s; call again %s"
            .formatted(
                request.name(),
                request.subscriber().name(),
                sent,
                cause.getMessage(),
                cursor.map(text -> "with next " + text).orElse("as before")),
        cause);
  }
}
