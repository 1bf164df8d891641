package io.dynamopatterns.common.versioned;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How an idempotent put ended. Every outcome but {@link Stored} wrote nothing. */
public sealed interface PutOutcome {

  /** The item was stored. */
  record Stored() implements PutOutcome {}

  /**
   * The item is stored already. For {@link IdempotentPut#ifNewer} it is the same version with the
   * same content: an earlier attempt stored it. For {@link IdempotentPut#ifAbsent} it is any item
   * with this key.
   *
   * @param current the item as it is stored
   */
  record AlreadyThere(Map<String, AttributeValue> current) implements PutOutcome {}

  /**
   * A newer version is stored. A producer that is the only writer of its versions has put that one
   * later. Otherwise another writer, such as a restore, has moved the version on, and this content
   * is not stored.
   *
   * @param current the item as it is stored
   */
  record Superseded(Map<String, AttributeValue> current) implements PutOutcome {}

  /**
   * Another writer has used this version for other content, and the content of this put is not
   * stored. Two writers number the same item, or the item was restored.
   *
   * @param current the item as it is stored
   */
  record VersionTaken(Map<String, AttributeValue> current) implements PutOutcome {}

  /**
   * The item was deleted and its tombstone refuses the put: a retry does not bring the item back.
   * Only for a schema with {@link Tombstones}. A put of a version above the tombstone's is stored.
   */
  record Deleted() implements PutOutcome {}

  /**
   * Nothing, if the content of the put is stored, now or earlier.
   *
   * @throws WriteFailedException if other content is stored, or the item was deleted: {@link
   *     Superseded}, {@link VersionTaken}, {@link Deleted}. A producer that is the only writer of
   *     its versions need not call this after {@link IdempotentPut#ifNewer}: a newer version is its
   *     own
   */
  default void orElseThrow() {
    switch (this) {
      case Stored stored -> {}
      case AlreadyThere there -> {}
      case Superseded superseded ->
          throw new WriteFailedException("not stored: a newer version is stored", null);
      case VersionTaken taken ->
          throw new WriteFailedException(
              "not stored: the same version is stored with other content", null);
      case Deleted deleted ->
          throw new WriteFailedException("not stored: the item is deleted", null);
    }
  }
}
