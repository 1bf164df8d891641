package io.dynamopatterns.sim.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;

/** What answers requests. */
@FunctionalInterface
public interface Service {
  WireAnswer answer(String operation, JsonNode request);
}
