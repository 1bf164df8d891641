package io.dynamopatterns.common.versioned;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One version-checked write, to be sent alone, in a transaction or in a batch. */
public sealed interface VersionedWrite {

  /** The table it goes to. */
  VersionedSchema schema();

  /**
   * The key of the item it goes to.
   *
   * @throws IllegalArgumentException if a key attribute is missing
   */
  default Map<String, AttributeValue> key() {
    return switch (this) {
      case Create create -> create.schema().key(create.item());
      case Replace replace -> replace.schema().key(replace.held().attributes());
      case Delete delete -> delete.schema().key(delete.held().attributes());
      case Check check -> check.schema().key(check.held().attributes());
    };
  }

  /**
   * Stores an item that must not exist.
   *
   * @param version its first version, at least 1
   */
  record Create(VersionedSchema schema, Map<String, AttributeValue> item, long version)
      implements VersionedWrite {

    public Create {
      if (version < 1) {
        throw new IllegalArgumentException("a version is at least 1, but is " + version);
      }
    }

    /** As version 1. */
    public Create(VersionedSchema schema, Map<String, AttributeValue> item) {
      this(schema, item, 1);
    }

    /**
     * The same over the item's tombstone: one version above it, or the given version if that is
     * higher. An earlier life, of which no tombstone is left, may have reached the versions
     * between.
     */
    Replace over(VersionedItem tombstone) {
      return new Replace(schema, tombstone, item, Math.max(version, tombstone.version() + 1));
    }
  }

  /**
   * Stores these attributes in place of the version that the caller holds.
   *
   * @param item all attributes of the new version, with the same key
   * @param version the new version, above the held one
   */
  record Replace(
      VersionedSchema schema, VersionedItem held, Map<String, AttributeValue> item, long version)
      implements VersionedWrite {

    public Replace {
      if (version <= held.version()) {
        throw new IllegalArgumentException(
            "a new version must be above the held %d, but is %d"
                .formatted(held.version(), version));
      }
    }

    /** As the version after the held one. */
    public Replace(VersionedSchema schema, VersionedItem held, Map<String, AttributeValue> item) {
      this(schema, held, item, held.version() + 1);
    }
  }

  /** Deletes the version that the caller holds. */
  record Delete(VersionedSchema schema, VersionedItem held) implements VersionedWrite {}

  /** Writes nothing, but lets its transaction fail unless the held version is still current. */
  record Check(VersionedSchema schema, VersionedItem held) implements VersionedWrite {}
}
