package io.dynamopatterns.common.versioned;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What {@link VersionedTable#update} makes of an item. It may be applied several times, to newer
 * versions each time, so it must have no effects of its own.
 */
@FunctionalInterface
public interface Change {
  /**
   * @param current the item, or empty if there is none
   * @return all attributes of the next version, key included, or empty to write nothing
   */
  Optional<Map<String, AttributeValue>> apply(Optional<VersionedItem> current);
}
