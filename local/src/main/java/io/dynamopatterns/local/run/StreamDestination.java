package io.dynamopatterns.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Each line is a record of a Kinesis stream.
 *
 * @param partitionKey the member of a line that is its partition key; without it the lines spread
 *     over the shards
 */
public record StreamDestination(EmbeddedKinesisStream stream, Optional<String> partitionKey)
    implements LineDestination {
  private static final int MAXIMUM_BYTES = 1024 * 1024;
  private static final int MAXIMUM_KEY = 256;

  @Override
  public void put(long number, JsonNode object) throws RefusedLineException {
    String key = partitionKey.isPresent() ? key(object) : Long.toString(number);
    byte[] data = object.toString().getBytes(StandardCharsets.UTF_8);
    if (data.length + key.length() > MAXIMUM_BYTES) {
      throw new RefusedLineException(
          "it has %d bytes; Kinesis takes %d".formatted(data.length, MAXIMUM_BYTES));
    }
    stream.put(key, data);
  }

  private String key(JsonNode object) throws RefusedLineException {
    JsonNode value = object.path(partitionKey.get());
    String key = value.isTextual() || value.isNumber() ? value.asText() : "";
    if (key.isEmpty() || key.length() > MAXIMUM_KEY) {
      throw new RefusedLineException(
          "its '%s' must be a number or a text of 1 to %d characters, as it is the partition key"
              .formatted(partitionKey.get(), MAXIMUM_KEY));
    }
    return key;
  }
}
