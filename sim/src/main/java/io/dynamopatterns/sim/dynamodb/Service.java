package io.dynamopatterns.sim.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;

/** What answers requests. */
@FunctionalInterface
public interface Service {
  Answer answer(String operation, JsonNode request);
}
