package io.dynamopatterns.sim.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The way of a request to the service, and of its answer back. */
@FunctionalInterface
public interface Wire {
  /**
   * @throws IOException if no answer comes
   */
  WireAnswer send(String operation, JsonNode request) throws IOException;
}
