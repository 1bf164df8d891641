package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The messages that came to a target, in their order. One that came again, under its id, counts
 * once; a change must not come under two ids, nor two changes under one.
 */
final class FanOutMessages {
  private final Map<String, String> changeById = new HashMap<>();
  private final Set<String> changes = new HashSet<>();
  private final Map<String, BigInteger> newestByItem = new HashMap<>();
  private boolean ordered = true;
  private long misnamed;

  void add(JsonNode message) {
    String change = message.path("sequenceNumber").asText();
    String before = changeById.putIfAbsent(message.path("id").asText(), change);
    if (before != null) {
      misnamed += before.equals(change) ? 0 : 1;
      return;
    }
    misnamed += changes.add(change) ? 0 : 1;
    BigInteger position = new BigInteger(change);
    BigInteger newest = newestByItem.put(message.path("keys").toString(), position);
    ordered &= newest == null || newest.compareTo(position) < 0;
  }

  /** The sequence numbers of the changes. */
  Set<String> changes() {
    return changes;
  }

  /** Whether the changes of each item came in the order in which they happened. */
  boolean isOrdered() {
    return ordered;
  }

  /** How many messages had the id of another change, or another id than the change had before. */
  long misnamed() {
    return misnamed;
  }
}
