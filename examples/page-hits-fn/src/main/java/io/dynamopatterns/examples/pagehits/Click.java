package io.dynamopatterns.examples.pagehits;

import io.dynamopatterns.common.ingest.EventFields;
import io.dynamopatterns.common.ingest.RejectedEventException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** One request of an access log: its page, when it was, what was sent and with which status. */
record Click(String path, Instant time, long bytes, Optional<Long> status) {
  Click {
    if (path.getBytes(StandardCharsets.UTF_8).length > 2048) {
      throw new RejectedEventException("'path' must have at most 2048 bytes, as a key in DynamoDB");
    }
  }

  static Click parse(ByteBuffer data) {
    EventFields click = EventFields.of(data);
    return new Click(
        click.text("path"),
        click.time("time"),
        click.whole("bytes", 0, Long.MAX_VALUE).orElse(0L),
        click.whole("status", 0, 999));
  }
}
