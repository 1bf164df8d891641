package io.dynamopatterns.history.table;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.item.ItemParts;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.ItemKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Reads entries page by page, each page one request: of one item by a query, of all items of a
 * table by a scan of the history table, as nothing there is sorted by time alone.
 *
 * <p>DynamoDB ends a page after 1 MB of compressed images. Repetitive images may be a thousand
 * times larger, so a page also ends after {@link #MAX_DECODED} bytes, and the next one begins
 * there.
 */
final class EntryPages {
  /** What a page may hold of images, by their size as items. One more entry may exceed it. */
  static final int MAX_DECODED = 16 * 1024 * 1024;

  private final DynamoDbClient client;
  private final String name;
  private final Predicate<Map<String, AttributeValue>> expired;

  EntryPages(DynamoDbClient client, String name, Predicate<Map<String, AttributeValue>> expired) {
    this.client = client;
    this.name = name;
    this.expired = expired;
  }

  EntryPage query(ItemKey item, Instant from, Instant to, Optional<EntryKey> after) {
    QueryResponse page =
        client.query(
            query ->
                query
                    .tableName(name)
                    .consistentRead(true)
                    .exclusiveStartKey(after.map(EntryKey::attributes).orElse(null))
                    .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
                    .expressionAttributeValues(
                        Map.of(":pk", text(item.text()), ":from", time(from), ":to", time(to))));
    return page(page.items(), page.lastEvaluatedKey());
  }

  EntryPage scan(String table, Instant from, Instant to, Optional<EntryKey> after) {
    ScanResponse page =
        client.scan(
            scan ->
                scan.tableName(name)
                    .consistentRead(true)
                    .exclusiveStartKey(after.map(EntryKey::attributes).orElse(null))
                    .filterExpression("begins_with(pk, :table) AND sk BETWEEN :from AND :to")
                    .expressionAttributeValues(
                        Map.of(":table", text(table + '|'), ":from", time(from), ":to", time(to))));
    return page(page.items(), page.lastEvaluatedKey());
  }

  /** The parts of an entry may be on the page of its head or not: they are read for themselves. */
  private EntryPage page(
      List<Map<String, AttributeValue>> items, Map<String, AttributeValue> lastEvaluatedKey) {
    List<Entry> entries = new ArrayList<>();
    long decoded = 0;
    for (Map<String, AttributeValue> item : items) {
      if (!ItemParts.isPart(item) && !expired.test(item)) {
        if (decoded > MAX_DECODED) {
          return new EntryPage(entries, Optional.of(EntryKey.of(entries.getLast())));
        }
        List<Map<String, AttributeValue>> all =
            ItemParts.hasParts(item) ? withParts(item) : List.of(item);
        Optional<Entry> entry = EntryItems.decode(all);
        decoded += entry.map(Entry::imagesSize).orElse(0);
        entry.ifPresent(entries::add);
      }
    }
    return new EntryPage(
        entries,
        lastEvaluatedKey.isEmpty() ? Optional.empty() : Optional.of(EntryKey.of(lastEvaluatedKey)));
  }

  private List<Map<String, AttributeValue>> withParts(Map<String, AttributeValue> head) {
    return client
        .queryPaginator(
            query ->
                query
                    .tableName(name)
                    .consistentRead(true)
                    .keyConditionExpression("pk = :pk AND begins_with(sk, :sk)")
                    .expressionAttributeValues(
                        Map.of(":pk", head.get(EntryItems.PK), ":sk", head.get(EntryItems.SK))))
        .items()
        .stream()
        .toList();
  }

  /** Every position of a time sorts after the time itself, and before the next millisecond. */
  private static AttributeValue time(Instant time) {
    return text(Times.text(Times.ceiling(time)));
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }
}
