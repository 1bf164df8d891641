package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The messages that came to a target, in their order. One that was delivered again, under its id,
 * counts once; a change must not come under two ids, nor two changes under one.
 */
final class FanOutMessages {
  private final Map<String, BigInteger> changeById = new HashMap<>();
  private final Set<BigInteger> changes = new HashSet<>();
  private final Map<String, BigInteger> newestByItem = new HashMap<>();
  private boolean ordered = true;
  private long misnamed;

  void add(JsonNode message) {
    BigInteger change = new BigInteger(message.path("sequenceNumber").asText());
    BigInteger before = changeById.putIfAbsent(message.path("id").asText(), change);
    if (before != null) {
      misnamed += before.equals(change) ? 0 : 1;
      return;
    }
    misnamed += changes.add(change) ? 0 : 1;
    BigInteger newest = newestByItem.put(message.path("keys").toString(), change);
    ordered &= newest == null || newest.compareTo(change) < 0;
  }

  /** The sequence numbers of the changes; leading zeros do not tell them apart. */
  Set<BigInteger> changes() {
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
