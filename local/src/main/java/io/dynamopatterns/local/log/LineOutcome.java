package io.dynamopatterns.local.log;

import com.fasterxml.jackson.databind.JsonNode;

/** What the processor made of a line. */
public sealed interface LineOutcome {
  /**
   * A record for the stream.
   *
   * @param event what the record's data says
   */
  record Click(String partitionKey, byte[] data, JsonNode event) implements LineOutcome {}

  /** None, and the reason is kept. */
  record Rejected(String reason) implements LineOutcome {}

  /** Neither, and nothing will come. */
  record Lost() implements LineOutcome {}
}
