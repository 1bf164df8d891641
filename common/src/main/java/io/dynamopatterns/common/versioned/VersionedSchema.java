package io.dynamopatterns.common.versioned;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How a table keeps versioned items.
 *
 * @param tableName the table
 * @param keyAttributes the names of the partition key and, where there is one, the sort key
 * @param versionAttribute the number that rises by one with every write
 * @param tokensAttribute the string by which a writer recognises its own write
 * @param tombstones what a delete leaves; empty if a delete removes the item
 * @param owner the only Region of a global table in which items are written; empty for a table in
 *     one Region
 */
public record VersionedSchema(
    String tableName,
    List<String> keyAttributes,
    String versionAttribute,
    String tokensAttribute,
    Optional<Tombstones> tombstones,
    Optional<Region> owner) {
  public static final String DEFAULT_VERSION_ATTRIBUTE = "version";
  public static final String DEFAULT_TOKENS_ATTRIBUTE = "writeTokens";

  public VersionedSchema {
    keyAttributes = List.copyOf(keyAttributes);
    if (keyAttributes.isEmpty() || keyAttributes.size() > 2) {
      throw new IllegalArgumentException(
          "table %s: a key has one or two attributes, not %s".formatted(tableName, keyAttributes));
    }
  }

  /** A table in one Region, whose deletes remove the item. */
  public VersionedSchema(
      String tableName,
      List<String> keyAttributes,
      String versionAttribute,
      String tokensAttribute) {
    this(
        tableName,
        keyAttributes,
        versionAttribute,
        tokensAttribute,
        Optional.empty(),
        Optional.empty());
  }

  /** A table with the default attribute names, {@code version} and {@code writeTokens}. */
  public static VersionedSchema of(String tableName, String... keyAttributes) {
    return new VersionedSchema(
        tableName, List.of(keyAttributes), DEFAULT_VERSION_ATTRIBUTE, DEFAULT_TOKENS_ATTRIBUTE);
  }

  /**
   * The same table, but a delete leaves a {@link Tombstones tombstone}. For items that are deleted
   * and created again: every outcome is then exact. All writers and readers of the table must use
   * this form, and other readers must leave out what {@link #isTombstone} names.
   *
   * @param expiryAttribute the table's time-to-live attribute
   * @param retention how long a tombstone stays, at least a day
   */
  public VersionedSchema withTombstones(String expiryAttribute, Duration retention) {
    return new VersionedSchema(
        tableName,
        keyAttributes,
        versionAttribute,
        tokensAttribute,
        Optional.of(new Tombstones(expiryAttribute, retention)),
        owner);
  }

  /**
   * The same global table, written in this Region only. DynamoDB checks a condition in the Region
   * of the write, and the last writer wins between Regions: two Regions can both replace version 7,
   * and one update is lost. With an owner, a client of another Region is refused.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html">
   *     How DynamoDB global tables work</a>
   */
  public VersionedSchema ownedBy(Region region) {
    return new VersionedSchema(
        tableName,
        keyAttributes,
        versionAttribute,
        tokensAttribute,
        tombstones,
        Optional.of(region));
  }

  /**
   * Checks that a client may write to the table.
   *
   * @throws IllegalArgumentException if the table is written in another Region
   */
  void requireOwner(DynamoDbClient client) {
    if (owner.isEmpty()) {
      return;
    }
    Region region = client.serviceClientConfiguration().region();
    if (!owner.get().equals(region)) {
      throw new IllegalArgumentException(
          "table %s is written in Region %s only, but the client's Region is %s: two Regions would overwrite each other's versions"
              .formatted(tableName, owner.get(), region));
    }
  }

  /**
   * Whether a stored item of this table is the tombstone of a deleted one. A query or scan can
   * leave tombstones out with the filter {@code attribute_not_exists(tombstone)}. A program that
   * does not know the table's schema asks {@link Tombstones#isTombstone}.
   */
  public boolean isTombstone(Map<String, AttributeValue> stored) {
    return tombstones.isPresent() && stored.containsKey(Tombstones.MARKER);
  }

  /**
   * The key of this item.
   *
   * @throws IllegalArgumentException if a key attribute is missing
   */
  Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> key = new TreeMap<>();
    for (String name : keyAttributes) {
      AttributeValue value = item.get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "table %s: the item has no key attribute '%s'".formatted(tableName, name));
      }
      key.put(name, value);
    }
    return key;
  }

  /**
   * What was read from the table.
   *
   * @throws MalformedItemException if its version or its tokens are not what this library writes
   */
  VersionedItem read(Map<String, AttributeValue> stored) {
    Map<String, AttributeValue> attributes = new TreeMap<>(stored);
    AttributeValue version = attributes.remove(versionAttribute);
    AttributeValue tokens = attributes.remove(tokensAttribute);
    long number = version == null ? 0 : number(stored, version);
    return new VersionedItem(
        attributes, number, version, tokens, tokens(stored, tokens, number), isTombstone(stored));
  }

  private long number(Map<String, AttributeValue> stored, AttributeValue version) {
    try {
      return Long.parseLong(version.n());
    } catch (NumberFormatException e) {
      throw malformed(stored, versionAttribute, "a whole number (N)", version, e);
    }
  }

  private WriteTokens tokens(
      Map<String, AttributeValue> stored, AttributeValue tokens, long version) {
    if (tokens == null) {
      return WriteTokens.none(version);
    }
    try {
      return WriteTokens.parse(tokens.s());
    } catch (RuntimeException e) {
      throw malformed(stored, tokensAttribute, "what VersionedTable wrote there", tokens, e);
    }
  }

  MalformedItemException malformed(
      Map<String, AttributeValue> stored,
      String attribute,
      String allowed,
      AttributeValue found,
      RuntimeException cause) {
    return new MalformedItemException(
        "table %s, item %s: attribute '%s' must be %s, but is %s"
            .formatted(tableName, key(stored), attribute, allowed, found),
        cause);
  }
}
