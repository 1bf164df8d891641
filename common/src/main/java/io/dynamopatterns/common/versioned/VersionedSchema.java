package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.item.Expiry;
import io.dynamopatterns.common.item.ItemCodec;
import io.dynamopatterns.common.item.Key;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How a table keeps versioned items, and what they are to the program.
 *
 * @param <T> the type of the items; {@code Map<String, AttributeValue>} unless {@link #as} says
 *     otherwise
 * @param tableName the table
 * @param keyAttributes the names of the partition key and, where there is one, the sort key
 * @param versionAttribute the number that rises by one with every write
 * @param tokensAttribute the string by which a writer recognises its own write
 * @param codec makes the program's values of items
 * @param tombstones what a delete leaves; empty if a delete removes the item
 * @param expiry what has expired; empty if nothing does
 * @param owner the only Region of a global table in which items are written; empty for a table in
 *     one Region
 */
public record VersionedSchema<T>(
    String tableName,
    List<String> keyAttributes,
    String versionAttribute,
    String tokensAttribute,
    ItemCodec<T> codec,
    Optional<Tombstones> tombstones,
    Optional<TimeToLive> expiry,
    Optional<Region> owner) {
  public static final String DEFAULT_VERSION_ATTRIBUTE = "version";
  public static final String DEFAULT_TOKENS_ATTRIBUTE = "writeTokens";

  /**
   * The table's time to live.
   *
   * @param attribute a number, epoch seconds
   * @param clock by which items have expired
   */
  public record TimeToLive(String attribute, InstantSource clock) {
    /** The time now, as the attribute is compared with it: at or below it an item has expired. */
    AttributeValue now() {
      return AttributeValue.fromN(Long.toString(clock.instant().getEpochSecond()));
    }

    boolean isOver(AttributeValue time) {
      return time != null
          && time.n() != null
          && new Expiry(new BigDecimal(time.n()).longValue()).isPast(clock.instant());
    }
  }

  public VersionedSchema {
    keyAttributes = List.copyOf(keyAttributes);
    if (keyAttributes.isEmpty() || keyAttributes.size() > 2) {
      throw new IllegalArgumentException(
          "table %s: a key has one or two attributes, not %s".formatted(tableName, keyAttributes));
    }
  }

  /** A table with the default attribute names, {@code version} and {@code writeTokens}. */
  public static VersionedSchema<Map<String, AttributeValue>> of(
      String tableName, String... keyAttributes) {
    return new VersionedSchema<>(
        tableName,
        List.of(keyAttributes),
        DEFAULT_VERSION_ATTRIBUTE,
        DEFAULT_TOKENS_ATTRIBUTE,
        ItemCodec.untyped(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same table with other names for the version and the write tokens. */
  public VersionedSchema<T> withAttributes(String version, String tokens) {
    return new VersionedSchema<>(
        tableName, keyAttributes, version, tokens, codec, tombstones, expiry, owner);
  }

  /**
   * The same table with items of a record or a bean: {@link ItemCodec#of(Class)}.
   *
   * @throws IllegalArgumentException if the type cannot be stored, lacks a key attribute, or has
   *     the version or the write tokens, which the table keeps itself
   */
  public <U> VersionedSchema<U> as(Class<U> type) {
    return as(ItemCodec.of(type));
  }

  /** The same table with items that this codec reads and writes. */
  public <U> VersionedSchema<U> as(ItemCodec<U> newCodec) {
    Set<String> attributes = newCodec.attributes();
    if (!attributes.isEmpty() && !attributes.containsAll(keyAttributes)) {
      throw new IllegalArgumentException(
          "table %s: the items have %s, but the key is %s"
              .formatted(tableName, new TreeSet<>(attributes), keyAttributes));
    }
    for (String kept : List.of(versionAttribute, tokensAttribute)) {
      if (attributes.contains(kept)) {
        throw new IllegalArgumentException(
            "table %s: the table itself keeps '%s': remove it from the type and ask VersionedItem.version(), or name another attribute with withAttributes"
                .formatted(tableName, kept));
      }
    }
    return with(newCodec, tombstones, expiry, owner);
  }

  private <U> VersionedSchema<U> with(
      ItemCodec<U> newCodec,
      Optional<Tombstones> newTombstones,
      Optional<TimeToLive> newExpiry,
      Optional<Region> newOwner) {
    return new VersionedSchema<>(
        tableName,
        keyAttributes,
        versionAttribute,
        tokensAttribute,
        newCodec,
        newTombstones,
        newExpiry,
        newOwner);
  }

  /**
   * The same table, but a delete leaves a {@link Tombstones tombstone}. For items that are deleted
   * and created again: every outcome is then exact. All writers and readers of the table must use
   * this form, and other readers must leave out what {@link #isTombstone} names.
   *
   * @param expiryAttribute the table's time-to-live attribute
   * @param retention how long a tombstone stays, at least a day
   */
  public VersionedSchema<T> withTombstones(String expiryAttribute, Duration retention) {
    return with(codec, Optional.of(new Tombstones(expiryAttribute, retention)), expiry, owner);
  }

  /**
   * The same table, whose items expire. DynamoDB's time to live deletes them days later; from their
   * expiry on they are absent here: reads leave them out, and a create or an update puts a new item
   * in their place, whose version continues. Whether an item has expired is decided by the clock of
   * the machine that reads or writes: one that is ahead replaces an item earlier by as much.
   *
   * @param attribute the table's time-to-live attribute, a number in epoch seconds; an item without
   *     it does not expire
   */
  public VersionedSchema<T> withExpiry(String attribute) {
    return withExpiry(attribute, Clock.systemUTC());
  }

  /** The same by a clock of the caller. */
  public VersionedSchema<T> withExpiry(String attribute, InstantSource clock) {
    return with(codec, tombstones, Optional.of(new TimeToLive(attribute, clock)), owner);
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
  public VersionedSchema<T> ownedBy(Region region) {
    return with(codec, tombstones, expiry, Optional.of(region));
  }

  /** An item of the table, whether it exists or not. */
  public ItemReference<T> item(Key key) {
    return new ItemReference<>(this, key);
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
   * The key of an item.
   *
   * @throws IllegalArgumentException if a key attribute is missing
   */
  public Key key(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> key = new TreeMap<>();
    for (String name : keyAttributes) {
      AttributeValue value = item.get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "table %s: the item has no key attribute '%s'".formatted(tableName, name));
      }
      key.put(name, value);
    }
    return new Key(key);
  }

  /**
   * What was read from the table.
   *
   * @throws MalformedItemException if its version or its tokens are not what this library writes,
   *     or an attribute is not what the type needs
   */
  VersionedItem<T> read(Map<String, AttributeValue> stored) {
    return read(stored, false);
  }

  /**
   * The same of an index.
   *
   * @param projected whether attributes may be missing
   */
  VersionedItem<T> read(Map<String, AttributeValue> stored, boolean projected) {
    Map<String, AttributeValue> attributes = new TreeMap<>(stored);
    AttributeValue version = attributes.remove(versionAttribute);
    AttributeValue tokens = attributes.remove(tokensAttribute);
    long number = version == null ? 0 : number(stored, version);
    boolean absent = isAbsent(stored);
    return new VersionedItem<>(
        attributes,
        absent ? null : value(attributes),
        number,
        version,
        tokens,
        tokens(stored, tokens, number),
        absent,
        projected);
  }

  /**
   * Whether what is stored is not an item to a caller: a tombstone, or an item that has expired.
   */
  boolean isAbsent(Map<String, AttributeValue> stored) {
    return isTombstone(stored)
        || expiry.filter(time -> time.isOver(stored.get(time.attribute()))).isPresent();
  }

  private T value(Map<String, AttributeValue> attributes) {
    try {
      return codec.read(Collections.unmodifiableMap(attributes));
    } catch (IllegalArgumentException e) {
      throw new MalformedItemException(
          "table %s, item %s: %s".formatted(tableName, key(attributes), e.getMessage()), e);
    }
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
