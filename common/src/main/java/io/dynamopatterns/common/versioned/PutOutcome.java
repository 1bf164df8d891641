package io.dynamopatterns.common.versioned;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How an idempotent put ended. In both cases the table has the item, or a newer one. */
public sealed interface PutOutcome {

  /** The item was stored: its stream has one change. */
  record Stored() implements PutOutcome {}

  /**
   * Nothing was written and nothing appears in the stream: an earlier attempt had stored the item,
   * or another producer was ahead.
   *
   * @param current the item as it stands
   */
  record AlreadyThere(Map<String, AttributeValue> current) implements PutOutcome {}
}
