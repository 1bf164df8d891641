package io.dynamopatterns.examples.pagehits;

import io.micronaut.core.annotation.Nullable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One request of an access log.
 *
 * @param path the page
 * @param time when it was asked for
 * @param bytes how much was sent; nothing where the log says nothing
 * @param status the HTTP status of the answer; null where the log says nothing
 */
record Click(
    @Nullable String path, @Nullable Instant time, @Nullable Long bytes, @Nullable Integer status) {
  /** The service's limit of a partition key, in bytes. */
  private static final int MAX_PATH_BYTES = 2_048;

  Click {
    if (path == null || path.isEmpty()) {
      throw new InvalidClickException("a click needs a 'path'");
    }
    int pathBytes = path.getBytes(StandardCharsets.UTF_8).length;
    if (pathBytes > MAX_PATH_BYTES) {
      throw new InvalidClickException(
          "the 'path' of a click has at most %d bytes, not %d"
              .formatted(MAX_PATH_BYTES, pathBytes));
    }
    if (time == null) {
      throw new InvalidClickException("a click needs a 'time', for example 2026-11-20T10:00:00Z");
    }
    bytes = bytes == null ? 0 : bytes;
    if (bytes < 0) {
      throw new InvalidClickException("the 'bytes' of a click are 0 or more, not " + bytes);
    }
    if (status != null && (status < 0 || status > 999)) {
      throw new InvalidClickException("the 'status' of a click has three digits, not " + status);
    }
  }
}
