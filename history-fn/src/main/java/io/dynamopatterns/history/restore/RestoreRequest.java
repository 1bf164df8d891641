package io.dynamopatterns.history.restore;

import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.read.VersionRef;
import io.dynamopatterns.history.request.RequestedItem;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the restore function is asked.
 *
 * @param item which item
 * @param version to which version
 * @param expectedVersion the version that the item must have now, where the caller knows; 0 if it
 *     must be deleted
 * @param actor who restores, for the item's actor attribute
 * @param writersReadFirst whether the caller vouches that every writer of the item reads its
 *     version before it writes, although the item has no write tokens
 */
public record RestoreRequest(
    ItemKey item,
    VersionRef version,
    OptionalLong expectedVersion,
    Optional<String> actor,
    boolean writersReadFirst) {

  /**
   * Reads a request.
   *
   * @throws io.dynamopatterns.common.request.BadRequestException naming the field and what is
   *     allowed
   */
  static RestoreRequest of(Map<String, Object> request) {
    Fields fields = new Fields(request);
    RestoreRequest restore =
        new RestoreRequest(
            RequestedItem.of(fields),
            VersionRef.of(fields),
            fields.number("expectedVersion", 0, Long.MAX_VALUE),
            fields.optionalText("actor"),
            fields.flag("writersReadFirst"));
    fields.refuseOthers();
    return restore;
  }
}
