package io.dynamopatterns.common.versioned;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item as one version of it stands in the table. Holding it is enough to write the next one. */
public final class VersionedItem {
  private final Map<String, AttributeValue> attributes;
  private final long version;
  private final AttributeValue storedVersion;
  private final AttributeValue storedTokens;
  private final WriteTokens tokens;
  private final boolean tombstone;

  VersionedItem(
      Map<String, AttributeValue> attributes,
      long version,
      AttributeValue storedVersion,
      AttributeValue storedTokens,
      WriteTokens tokens,
      boolean tombstone) {
    this.attributes = Map.copyOf(attributes);
    this.version = version;
    this.storedVersion = storedVersion;
    this.storedTokens = storedTokens;
    this.tokens = tokens;
    this.tombstone = tombstone;
  }

  /** The attributes, key included, without the version and the write tokens; not modifiable. */
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

  /** Whether the item is deleted: a write is based on its tombstone, a caller finds no item. */
  boolean isTombstone() {
    return tombstone;
  }
}
