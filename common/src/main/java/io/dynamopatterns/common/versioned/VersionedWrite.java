package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.item.Key;

/**
 * One version-checked write, to be sent alone, in a transaction or in a batch.
 *
 * @param <T> what the item is to the program
 */
public sealed interface VersionedWrite<T> {

  /** The table it goes to. */
  VersionedSchema<T> schema();

  /**
   * The key of the item it goes to.
   *
   * @throws IllegalArgumentException if a key attribute is missing
   */
  Key key();

  /**
   * Stores an item that must not exist.
   *
   * @param version its first version, at least 1
   */
  record Create<T>(VersionedSchema<T> schema, T item, long version) implements VersionedWrite<T> {

    public Create {
      if (version < 1) {
        throw new IllegalArgumentException("a version is at least 1, but is " + version);
      }
    }

    /** As version 1. */
    public Create(VersionedSchema<T> schema, T item) {
      this(schema, item, 1);
    }

    @Override
    public Key key() {
      return schema.key(schema.codec().write(item));
    }

    /**
     * The same over what is left of a deleted or expired item: one version above it, or the given
     * version if that is higher. An earlier life, of which no tombstone is left, may have reached
     * the versions between.
     */
    Replace<T> over(VersionedItem<T> left) {
      return new Replace<>(schema, left, item, Math.max(version, left.version() + 1));
    }
  }

  /**
   * Stores this in place of the version that the caller holds.
   *
   * @param item the new version, with the same key. Attributes that its type does not know are
   *     kept, see {@link io.dynamopatterns.common.item.ItemCodec}
   * @param version the new version, above the held one
   */
  record Replace<T>(VersionedSchema<T> schema, VersionedItem<T> held, T item, long version)
      implements VersionedWrite<T> {

    public Replace {
      if (version <= held.version()) {
        throw new IllegalArgumentException(
            "a new version must be above the held %d, but is %d"
                .formatted(held.version(), version));
      }
    }

    /** As the version after the held one. */
    public Replace(VersionedSchema<T> schema, VersionedItem<T> held, T item) {
      this(schema, held, item, held.version() + 1);
    }

    @Override
    public Key key() {
      return schema.key(held.attributes());
    }
  }

  /** Deletes the version that the caller holds. */
  record Delete<T>(VersionedSchema<T> schema, VersionedItem<T> held) implements VersionedWrite<T> {
    @Override
    public Key key() {
      return schema.key(held.attributes());
    }
  }

  /** Writes nothing, but lets its transaction fail unless the held version is still current. */
  record Check<T>(VersionedSchema<T> schema, VersionedItem<T> held) implements VersionedWrite<T> {
    @Override
    public Key key() {
      return schema.key(held.attributes());
    }
  }

  /** Writes nothing, but lets its transaction fail if an item is stored under the key. */
  record CheckAbsent<T>(VersionedSchema<T> schema, Key key) implements VersionedWrite<T> {}
}
