package io.dynamopatterns.periodic.table;

import static io.dynamopatterns.periodic.table.PeriodsTable.SK;

import io.dynamopatterns.common.item.ItemParts;
import io.dynamopatterns.periodic.period.BucketEventKey;
import io.dynamopatterns.periodic.period.EventHash;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An event as it is stored.
 *
 * @param sortKey the text of its key
 * @param item the item as it was read; empty where the content is not needed any more
 */
public record StoredEvent(
    String sortKey,
    BucketEventKey key,
    EventHash hash,
    Optional<Map<String, AttributeValue>> item) {

  static StoredEvent of(Map<String, AttributeValue> item) {
    String sortKey = item.get(SK).s();
    return new StoredEvent(
        sortKey, BucketEventKey.parse(sortKey), EventHash.of(sortKey), Optional.of(item));
  }

  /** The event's JSON, if it is in the item itself and not in parts, or put away. */
  public Optional<String> json() {
    return item.filter(whole -> !ItemParts.hasParts(whole))
        .map(whole -> whole.get(Events.EVENT).s());
  }

  /** The same event without its content. */
  public StoredEvent withoutContent() {
    return new StoredEvent(sortKey, key, hash, Optional.empty());
  }
}
