package io.dynamopatterns.common.send;

import java.nio.charset.StandardCharsets;

/**
 * A record for a Kinesis stream.
 *
 * @param number the sender's own
 * @param partitionKey 1 to 256 characters
 * @param data not to be modified
 */
public record StreamRecord(long number, String partitionKey, byte[] data) implements Keyed {
  @Override
  public String key() {
    return partitionKey;
  }

  @Override
  public int size() {
    return data.length + partitionKey.getBytes(StandardCharsets.UTF_8).length;
  }
}
