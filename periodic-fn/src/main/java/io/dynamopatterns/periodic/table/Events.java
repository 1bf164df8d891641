package io.dynamopatterns.periodic.table;

import static io.dynamopatterns.periodic.table.PeriodsTable.PK;
import static io.dynamopatterns.periodic.table.PeriodsTable.SK;
import static io.dynamopatterns.periodic.table.PeriodsTable.text;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.batch.WholeItems;
import io.dynamopatterns.common.item.ItemParts;
import io.dynamopatterns.common.item.ItemSize;
import io.dynamopatterns.common.query.MergedQuery;
import io.dynamopatterns.common.query.SortKeyRange;
import io.dynamopatterns.periodic.period.Bucket;
import io.dynamopatterns.periodic.period.BucketEventKey;
import io.dynamopatterns.periodic.period.EventHash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The events of buckets. An event is one item, stored once and never changed; what does not fit one
 * item goes into continuation items, which are stored before it.
 */
public final class Events {
  static final String EVENT = "event";

  private static final int PAGE = 1000;
  private static final int THREADS = 4;

  private final WholeItems items;
  private final MergedQuery query;

  Events(DynamoDbClient client, String table, Backoff writes) {
    this.items = new WholeItems(client, table, writes);
    this.query = new MergedQuery(client, table, true, PAGE, THREADS);
  }

  /** An event that is to be stored in a bucket. */
  public record NewEvent(BucketEventKey key, String json, Optional<Instant> expiresAt) {}

  /**
   * Inserts events with different keys into a bucket; those that are there already stay.
   *
   * @param shards over how many partitions the bucket's events are
   * @return what became of each, in their order
   */
  public List<InsertOutcome> insert(
      Bucket bucket, int shards, List<NewEvent> events, Deadline deadline) {
    List<String> partitions = partitions(bucket, shards);
    return items
        .insert(events.stream().map(event -> encode(partitions, event)).toList(), deadline)
        .outcomes();
  }

  /**
   * The events of a bucket in a range of their keys, in the order of their keys, strongly
   * consistent.
   */
  public BucketEvents sequence(Bucket bucket, int shards, SortKeyRange range, Deadline deadline) {
    return new BucketEvents(query.items(partitions(bucket, shards), range, deadline));
  }

  /** The event's JSON, from its continuation items where they hold it. */
  public String json(StoredEvent event, Deadline deadline) {
    Map<String, AttributeValue> item = event.item().orElseThrow();
    if (!ItemParts.hasParts(item)) {
      return item.get(EVENT).s();
    }
    return new String(items.data(item, EVENT, deadline), StandardCharsets.UTF_8);
  }

  private static List<Map<String, AttributeValue>> encode(List<String> partitions, NewEvent event) {
    String sortKey = event.key().sortKey();
    int shard = EventHash.of(sortKey).shard(partitions.size());
    Map<String, AttributeValue> item = new TreeMap<>();
    item.put(PK, text(partitions.get(shard)));
    item.put(SK, text(sortKey));
    PeriodsTable.putExpiry(item, event.expiresAt());
    byte[] json = event.json().getBytes(StandardCharsets.UTF_8);
    if (ItemSize.isAbove(ItemParts.MAX_ITEM - EVENT.length() - json.length, item)) {
      return ItemParts.split(item, EVENT, json);
    }
    // As text, so that an event can be read in the console.
    item.put(EVENT, text(event.json()));
    return List.of(item);
  }

  private static List<String> partitions(Bucket bucket, int shards) {
    String name = bucket.toString();
    return IntStream.range(0, shards).mapToObj(shard -> name + '#' + shard).toList();
  }
}
