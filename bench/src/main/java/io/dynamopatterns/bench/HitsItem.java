package io.dynamopatterns.bench;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;

/** The item of the updates. */
@Introspected
record HitsItem(
    String path, long hits, long bytes, Instant lastSeen, Integer lastStatus, String text) {
  HitsItem hit() {
    return new HitsItem(path, hits + 1, bytes + 512, lastSeen, 200, text);
  }
}
