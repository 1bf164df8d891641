package io.dynamopatterns.processor.lines;

import java.nio.charset.StandardCharsets;

/**
 * A record for the stream.
 *
 * @param partitionKey records of the same key stay in order
 * @param data the record's bytes
 */
public record LineRecord(String partitionKey, byte[] data) {
  /** What Kinesis counts. */
  int size() {
    return data.length + partitionKey.getBytes(StandardCharsets.UTF_8).length;
  }
}
