package io.dynamopatterns.sim.fault;

import com.fasterxml.jackson.databind.JsonNode;

/** The partition keys, one in four, that get more requests in this history than they can take. */
final class HotPartitions {
  private static final int ONE_IN = 4;

  private final int salt;

  HotPartitions(int salt) {
    this.salt = salt;
  }

  /** Whether a request for one item is for such a key. All tables here have it under one name. */
  boolean touches(JsonNode request) {
    String key = request.at("/Item/pk/S").asText(request.at("/Key/pk/S").asText());
    return !key.isEmpty() && Math.floorMod((key.hashCode() ^ salt) * 0x9E3779B1 >> 16, ONE_IN) == 0;
  }
}
