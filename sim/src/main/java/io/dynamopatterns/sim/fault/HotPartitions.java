package io.dynamopatterns.sim.fault;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The partition keys, one in four, that get more requests in this history than they can take. All
 * tables of the simulator have their partition key under one name.
 */
final class HotPartitions {
  private static final String KEY = "pk";
  private static final Pattern ATTRIBUTE = Pattern.compile("'([^']+)':\\?");
  private static final int ONE_IN = 4;

  private final int salt;

  HotPartitions(int salt) {
    this.salt = salt;
  }

  /** Whether a request is for one item with such a key. */
  boolean touches(JsonNode request) {
    return isHot(request.at("/Item/pk/S").asText(request.at("/Key/pk/S").asText()));
  }

  /** Whether a statement inserts an item with such a key. */
  boolean touchesStatement(JsonNode statement) {
    Matcher attributes = ATTRIBUTE.matcher(statement.get("Statement").asText());
    for (int i = 0; attributes.find(); i++) {
      if (attributes.group(1).equals(KEY)) {
        return isHot(statement.get("Parameters").get(i).path("S").asText());
      }
    }
    return false;
  }

  private boolean isHot(String key) {
    return !key.isEmpty() && Math.floorMod((key.hashCode() ^ salt) * 0x9E3779B1 >> 16, ONE_IN) == 0;
  }
}
