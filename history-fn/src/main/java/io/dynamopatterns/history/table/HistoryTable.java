package io.dynamopatterns.history.table;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.batch.InsertResult;
import io.dynamopatterns.common.batch.WholeItems;
import io.dynamopatterns.common.item.ItemParts;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.Position;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * The append-only table. The partition key is an item's {@link ItemKey#text}, the sort key an
 * entry's {@link Position}, so an item's history is one query and a change delivered twice is one
 * entry.
 *
 * <p>All reads are strongly consistent: a history is read seldom, and an entry missed on a replica
 * that lags would be reported as a gap.
 */
public final class HistoryTable {
  /** Every position starts with a digit; {@code $} sorts directly after the separator {@code #}. */
  private static final String AFTER_TIME = "$";

  /**
   * What a page may hold of images, by their size as items; one more entry may exceed it. DynamoDB
   * ends a page after 1 MB of compressed images, and repetitive ones may be a thousand times
   * larger.
   */
  static final int MAX_DECODED = 16 * 1024 * 1024;

  private final DynamoDbClient client;
  private final String name;
  private final Clock clock;
  private final EntryWriter writer;

  /**
   * @param name the table's name
   * @param retention how long entries are kept, or zero for ever
   * @param backoff how writes are retried
   * @param clock by which entries expire
   */
  public HistoryTable(
      DynamoDbClient client, String name, Duration retention, Backoff backoff, Clock clock) {
    this.client = client;
    this.name = name;
    this.clock = clock;
    this.writer = new EntryWriter(new EntryItems(retention), new WholeItems(client, name, backoff));
  }

  /**
   * Appends entries, each whole or not at all. Those of one request are stored in no order, which
   * no reader can tell afterwards: an entry's place is in its key.
   */
  public InsertResult append(List<Entry> entries, Deadline deadline) {
    return writer.append(entries, deadline);
  }

  /** The positions of all changes and baselines that gave the item this version, oldest first. */
  public List<Position> positionsOf(ItemKey item, long version, Deadline deadline) {
    List<Position> positions = new ArrayList<>();
    for (var page :
        client.queryPaginator(
            request ->
                request
                    .tableName(name)
                    .consistentRead(true)
                    .keyConditionExpression("pk = :pk")
                    .filterExpression("#version = :version")
                    .projectionExpression("sk, expiresAt")
                    .expressionAttributeNames(Map.of("#version", EntryItems.VERSION))
                    .expressionAttributeValues(
                        Map.of(
                            ":pk", text(item.text()),
                            ":version", AttributeValue.fromN(Long.toString(version)))))) {
      for (Map<String, AttributeValue> head : page.items()) {
        if (!isExpired(head)) {
          positions.add(Position.parse(head.get(EntryItems.SK).s()));
        }
      }
      if (deadline.passed()) {
        throw new NotDoneException(
            "no time was left to look for version %d of %s: name it by its position"
                .formatted(version, item));
      }
    }
    return positions;
  }

  /** The history from its oldest entry on. */
  public Iterator<Entry> oldestFirst(ItemKey item, int pageHint) {
    return query(item, "sk >= :sk", "0", true, pageHint);
  }

  /** The history from this position on, that entry included. */
  public Iterator<Entry> oldestFirstFrom(ItemKey item, Position position, int pageHint) {
    return query(item, "sk >= :sk", position.toString(), true, pageHint);
  }

  /** The history back from its newest entry. */
  public Iterator<Entry> newestFirst(ItemKey item, int pageHint) {
    return query(item, "sk < :sk", ":", false, pageHint);
  }

  /** The history back from this position, that entry included. */
  public Iterator<Entry> newestFirstFrom(ItemKey item, Position position, int pageHint) {
    return query(item, "sk < :sk", position + ItemParts.AFTER_PARTS, false, pageHint);
  }

  /** The history back from this position, without that entry. */
  public Iterator<Entry> newestFirstBefore(ItemKey item, Position position, int pageHint) {
    return query(item, "sk < :sk", position.toString(), false, pageHint);
  }

  /** The history back from this time, with all entries of that millisecond. */
  public Iterator<Entry> newestFirstUntil(ItemKey item, Instant time, int pageHint) {
    return query(item, "sk < :sk", Times.text(time) + AFTER_TIME, false, pageHint);
  }

  /**
   * A page of an item's entries of some time, oldest first.
   *
   * @param from the first time
   * @param to the first time after
   * @param after the key of an entry, after which the page begins
   */
  public EntryPage page(ItemKey item, Instant from, Instant to, Optional<EntryKey> after) {
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

  /**
   * A page of the entries of all items of a table of some time: item by item, oldest first. All
   * pages together read the whole history table, whatever the time.
   *
   * @param table the name of the source table
   * @param from the first time
   * @param to the first time after
   * @param after the key of an entry, after which the page begins
   */
  public EntryPage page(String table, Instant from, Instant to, Optional<EntryKey> after) {
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
      if (!ItemParts.isPart(item) && !isExpired(item)) {
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

  private Iterator<Entry> query(
      ItemKey item, String condition, String bound, boolean ascending, int pageHint) {
    var found =
        client
            .queryPaginator(
                request ->
                    request
                        .tableName(name)
                        .consistentRead(true)
                        .scanIndexForward(ascending)
                        .limit(pageHint)
                        .keyConditionExpression("pk = :pk AND " + condition)
                        .expressionAttributeValues(
                            Map.of(
                                ":pk", text(item.text()),
                                ":sk", text(bound))))
            .items()
            .iterator();
    return new EntryIterator(found, this::isExpired);
  }

  /** DynamoDB deletes days late: what has expired is not there. */
  private boolean isExpired(Map<String, AttributeValue> stored) {
    return EntryItems.expiresAt(stored)
        .map(expiresAt -> !expiresAt.isAfter(clock.instant()))
        .orElse(false);
  }
}
