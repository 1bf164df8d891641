package io.dynamopatterns.common.versioned;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a delete leaves in place of the item: its key, the next version, the write tokens and an
 * expiry. The tombstone keeps the item's version and incarnation, so that every write of a deleted
 * item stays refused, also one that DynamoDB runs late. DynamoDB's time to live removes it.
 *
 * @param expiryAttribute the table's time-to-live attribute
 * @param retention how long a tombstone stays at least. It must exceed the time in which a request
 *     can still be sent again, so it is at least {@link #LEAST_RETENTION}
 */
public record Tombstones(String expiryAttribute, Duration retention) {
  /** The attribute that only tombstones have. */
  public static final String MARKER = "tombstone";

  /**
   * Far longer than any request is retried (a Lambda function runs for 15 minutes at most), also
   * when the clocks of two writers differ by hours.
   */
  public static final Duration LEAST_RETENTION = Duration.ofDays(1);

  public Tombstones {
    if (retention.compareTo(LEAST_RETENTION) < 0) {
      throw new IllegalArgumentException(
          "a tombstone must be kept for at least %s, but its retention is %s"
              .formatted(LEAST_RETENTION, retention));
    }
  }

  /**
   * Whether an image of an item is a tombstone, whatever the schema of its table. It is one if it
   * holds exactly what a delete writes: the key, the marker, the version, the write tokens and the
   * expiry. An item with content and its own attribute {@code tombstone} is none. Writers know
   * their table and ask {@link VersionedSchema#isTombstone}.
   *
   * @param keyAttributes the names of the item's key attributes
   */
  public static boolean isTombstone(Set<String> keyAttributes, Map<String, AttributeValue> image) {
    AttributeValue marker = image.get(MARKER);
    if (marker == null || !Boolean.TRUE.equals(marker.bool())) {
      return false;
    }
    Map<String, AttributeValue> rest = new TreeMap<>(image);
    rest.remove(MARKER);
    rest.keySet().removeAll(keyAttributes);
    // The names of these three are the table's choice.
    return rest.size() == 3
        && rest.values().stream().filter(value -> value.n() != null).count() == 2
        && rest.values().stream().anyMatch(Tombstones::isWriteTokens);
  }

  private static boolean isWriteTokens(AttributeValue value) {
    try {
      return value.s() != null && !WriteTokens.parse(value.s()).tokens().isEmpty();
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** The attributes of a tombstone that is written at this time. */
  Map<String, AttributeValue> of(Map<String, AttributeValue> key, long epochMillis) {
    Map<String, AttributeValue> tombstone = new TreeMap<>(key);
    long expiry = epochMillis / 1000 + retention.toSeconds();
    tombstone.put(MARKER, AttributeValue.fromBool(true));
    tombstone.put(expiryAttribute, AttributeValue.fromN(Long.toString(expiry)));
    return tombstone;
  }
}
