package io.dynamopatterns.common.versioned;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One version-checked write, to be sent alone, in a transaction or in a batch. */
public sealed interface VersionedWrite {

  /** The table it goes to. */
  VersionedSchema schema();

  /** Stores an item that must not exist, as version 1. */
  record Create(VersionedSchema schema, Map<String, AttributeValue> item)
      implements VersionedWrite {}

  /**
   * Stores these attributes in place of the version that the caller holds.
   *
   * @param item all attributes of the new version, with the same key
   */
  record Replace(VersionedSchema schema, VersionedItem held, Map<String, AttributeValue> item)
      implements VersionedWrite {}

  /** Deletes the version that the caller holds. */
  record Delete(VersionedSchema schema, VersionedItem held) implements VersionedWrite {}

  /** Writes nothing, but lets its transaction fail unless the held version is still current. */
  record Check(VersionedSchema schema, VersionedItem held) implements VersionedWrite {}
}
