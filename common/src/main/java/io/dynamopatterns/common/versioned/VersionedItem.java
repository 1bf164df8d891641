package io.dynamopatterns.common.versioned;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item as one version of it is stored. Holding it is enough to write the next one.
 *
 * @param <T> what it is to the program
 */
public final class VersionedItem<T> {
  private final Map<String, AttributeValue> attributes;
  private final T value;
  private final long version;
  private final AttributeValue storedVersion;
  private final AttributeValue storedTokens;
  private final WriteTokens tokens;
  private final boolean absent;
  private final boolean projected;

  VersionedItem(
      Map<String, AttributeValue> attributes,
      T value,
      long version,
      AttributeValue storedVersion,
      AttributeValue storedTokens,
      WriteTokens tokens,
      boolean absent,
      boolean projected) {
    this.attributes = Map.copyOf(attributes);
    this.value = value;
    this.version = version;
    this.storedVersion = storedVersion;
    this.storedTokens = storedTokens;
    this.tokens = tokens;
    this.absent = absent;
    this.projected = projected;
  }

  /** The item as the program's type; of an untyped table {@link #attributes}. */
  public T value() {
    return value;
  }

  /**
   * All attributes that are stored, key included, without the version and the write tokens; not
   * modifiable.
   */
  public Map<String, AttributeValue> attributes() {
    return attributes;
  }

  /** The version, rising by one with every write; 0 if the item has none yet. */
  public long version() {
    return version;
  }

  /** The version attribute as it is stored, or null. */
  AttributeValue storedVersion() {
    return storedVersion;
  }

  /** Whether the item has write tokens: then its last write was one of {@link VersionedTable}. */
  public boolean hasWriteTokens() {
    return storedTokens != null;
  }

  /** The tokens attribute as it is stored, or null. */
  AttributeValue storedTokens() {
    return storedTokens;
  }

  WriteTokens tokens() {
    return tokens;
  }

  /**
   * Whether the item is deleted or has expired: a write is based on what is left of it, a caller
   * finds no item. It has no value.
   */
  boolean isAbsent() {
    return absent;
  }

  /** Whether it was read from an index, and may lack attributes: it must not be written to. */
  boolean isProjected() {
    return projected;
  }
}
