package io.dynamopatterns.periodic.table;

import static io.dynamopatterns.periodic.table.PeriodsTable.PK;
import static io.dynamopatterns.periodic.table.PeriodsTable.SK;
import static io.dynamopatterns.periodic.table.PeriodsTable.text;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.ItemCodec;
import io.dynamopatterns.common.item.ItemJson;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.query.Query;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.common.versioned.WriteFailedException;
import io.dynamopatterns.common.versioned.WriteOutcome;
import io.dynamopatterns.periodic.period.Bucket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** The heads of buckets: versioned items, of which only the index is read eventually consistent. */
public final class Heads {
  private static final String DUE_INDEX = "due";

  private final DynamoDbClient client;
  private final String table;
  private final VersionedTable<BucketHead> versioned;

  Heads(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
    this.versioned =
        new VersionedTable<>(
            client,
            VersionedSchema.of(table, PK, SK)
                .as(ItemCodec.of(HeadItems::decode, HeadItems::encode)));
  }

  /** The head of a bucket, strongly consistent. */
  public Optional<VersionedItem<BucketHead>> get(Bucket bucket, Deadline deadline) {
    return versioned.within(deadline).get(new Key(HeadItems.key(bucket)));
  }

  /**
   * Stores the head of a bucket that has none yet.
   *
   * @return the head that the bucket has now: this one, or the one that was there
   * @throws WriteFailedException if that is not known
   */
  public VersionedItem<BucketHead> createIfAbsent(BucketHead head, Deadline deadline) {
    WriteOutcome<BucketHead> outcome = versioned.within(deadline).create(head);
    if (outcome instanceof WriteOutcome.LostRace<BucketHead> lost && lost.current().isPresent()) {
      return lost.current().get();
    }
    return outcome.orElseThrow().orElseThrow();
  }

  /**
   * Stores a head in place of the version that the caller holds.
   *
   * @return the new version, or empty if the held one is not the newest any more
   * @throws WriteFailedException if it is not stored for another reason, or that is not known
   */
  public Optional<VersionedItem<BucketHead>> replace(
      VersionedItem<BucketHead> held, BucketHead head, Deadline deadline) {
    WriteOutcome<BucketHead> outcome = versioned.within(deadline).replace(held, head);
    return outcome instanceof WriteOutcome.LostRace<?> ? Optional.empty() : outcome.orElseThrow();
  }

  /** The head of the latest generation of a period, strongly consistent. */
  public Optional<BucketHead> latest(String period, Deadline deadline) {
    String day = new Bucket(period, 0).day();
    Query heads = Query.of(PK, HeadItems.partition(day)).beginsWith(SK, HeadItems.ofPeriod(period));
    return page(heads.newestFirst(), Optional.empty(), 1, deadline).findFirst();
  }

  /**
   * The buckets that are due at this time and not closed, oldest first, as far as the index knows.
   *
   * @param after the page continues after this page's end
   */
  public DuePage due(Instant slot, DuePage after, Deadline deadline) {
    QueryResponse page =
        client.query(
            request ->
                request
                    .tableName(table)
                    .indexName(DUE_INDEX)
                    .keyConditionExpression("dueShard = :shard AND dueAt < :slot")
                    .expressionAttributeValues(
                        Map.of(
                            ":shard",
                            HeadItems.DUE_SHARD_VALUE,
                            ":slot",
                            text(HeadItems.dueBefore(slot))))
                    .exclusiveStartKey(after.end().isEmpty() ? null : after.end())
                    .overrideConfiguration(call -> call.apiCallTimeout(deadline.callTimeout())));
    return new DuePage(
        page.items().stream().map(item -> Bucket.parse(item.get(SK).s())).toList(),
        page.lastEvaluatedKey());
  }

  /**
   * The heads of the periods of a day, by period and generation, strongly consistent.
   *
   * @param after the page begins after this bucket
   * @return at most as many as were asked for
   */
  public List<BucketHead> ofDay(String day, Optional<Bucket> after, int limit, Deadline deadline) {
    Query heads = Query.of(PK, HeadItems.partition(day));
    return page(heads, after.map(HeadItems::key).map(ItemJson::write), limit, deadline).toList();
  }

  private Stream<BucketHead> page(
      Query query, Optional<String> after, int limit, Deadline deadline) {
    return versioned.within(deadline).strong().page(query, limit, after).items().stream()
        .map(VersionedItem::value);
  }

  /**
   * Some of the due buckets.
   *
   * @param end where the page ends; empty for the last
   */
  public record DuePage(List<Bucket> buckets, Map<String, AttributeValue> end) {
    /** What the first page comes after. */
    public static final DuePage START = new DuePage(List.of(), Map.of());

    /** Whether there is another page. */
    public boolean hasMore() {
      return !end.isEmpty();
    }
  }
}
