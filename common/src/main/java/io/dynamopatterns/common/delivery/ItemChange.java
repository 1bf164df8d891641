package io.dynamopatterns.common.delivery;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A change of an item, as the stream of its table has it. Which images it has is the table's choice
 * ({@code stream_view_type}).
 *
 * @param table the name of the table
 * @param keys the key attributes of the item, one or two
 * @param kind what happened to the item
 * @param byTimeToLive whether DynamoDB deleted the item because it had expired
 * @param newImage the item after the change, if the stream has it; absent after a deletion
 * @param oldImage the item before the change, if the stream has it; absent before a creation
 */
public record ItemChange(
    String table,
    Map<String, AttributeValue> keys,
    Kind kind,
    boolean byTimeToLive,
    Optional<Map<String, AttributeValue>> newImage,
    Optional<Map<String, AttributeValue>> oldImage) {

  /** What happened to an item, named as in the stream. */
  public enum Kind {
    INSERT,
    MODIFY,
    REMOVE
  }

  /**
   * The item after the change.
   *
   * @throws IllegalArgumentException if the stream does not have it
   */
  public Map<String, AttributeValue> requireNewImage() {
    return newImage.orElseThrow(
        () -> new IllegalArgumentException("malformed record: dynamodb.NewImage is missing"));
  }
}
