package io.dynamopatterns.sim.dynamodb.table;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A change of an item.
 *
 * @param byTimeToLive whether DynamoDB deleted it because it had expired
 */
public record ModelChange(
    Instant time,
    ModelKey key,
    Optional<Map<String, Attribute>> before,
    Optional<Map<String, Attribute>> after,
    boolean byTimeToLive) {

  public String eventName() {
    if (before.isEmpty()) {
      return "INSERT";
    }
    return after.isPresent() ? "MODIFY" : "REMOVE";
  }

  /** The item after the change, or before a deletion. */
  Map<String, Attribute> item() {
    return after.or(() -> before).orElseThrow();
  }
}
