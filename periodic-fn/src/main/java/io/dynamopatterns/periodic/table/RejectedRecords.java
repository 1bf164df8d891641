package io.dynamopatterns.periodic.table;

import static io.dynamopatterns.periodic.table.PeriodsTable.SK;
import static io.dynamopatterns.periodic.table.PeriodsTable.text;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.batch.WholeItems;
import io.dynamopatterns.common.item.ItemParts;
import io.dynamopatterns.common.query.MergedQuery;
import io.dynamopatterns.common.query.SortKeyRange;
import io.dynamopatterns.periodic.period.EventHash;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Records that hold no event, kept with their content and the reason, each once. */
public final class RejectedRecords {
  private static final String REASON = "reason";
  private static final String PAYLOAD = "payload";

  /** A stream of nothing but bad records makes no partition hot. */
  private static final int SPREAD = 8;

  private static final int PAGE = 100;
  private static final int DAY = "2026-11-20".length();

  private final DynamoDbClient client;
  private final String table;
  private final WholeItems items;
  private final MergedQuery query;

  RejectedRecords(DynamoDbClient client, String table, Backoff writes) {
    this.client = client;
    this.table = table;
    this.items = new WholeItems(client, table, writes);
    this.query = new MergedQuery(client, table, false, PAGE, SPREAD);
  }

  /**
   * A rejected record as it is stored.
   *
   * @param position names it among those of its day, in the order of arrival
   */
  public record Stored(String position, RejectedRecord content, Optional<Instant> expiresAt) {}

  /** Keeps records; those that are kept already stay. Returns what became of each, in order. */
  public List<InsertOutcome> insert(
      List<RejectedRecord> rejected, Optional<Duration> retention, Deadline deadline) {
    return items
        .insert(
            rejected.stream()
                .map(content -> encode(content, retention.map(content.arrival()::plus)))
                .toList(),
            deadline)
        .outcomes();
  }

  /** Keeps one record that is not large; to keep it again changes nothing. */
  public void put(RejectedRecord rejected, Optional<Instant> expiresAt, Deadline deadline) {
    Map<String, AttributeValue> item = encode(rejected, expiresAt).getLast();
    client.putItem(
        request ->
            request
                .tableName(table)
                .item(item)
                .overrideConfiguration(call -> call.apiCallTimeout(deadline.callTimeout())));
  }

  /**
   * What was rejected on a day, in the order of arrival, eventually consistent.
   *
   * @param after begins after this position
   */
  public Iterator<Stored> ofDay(String day, Optional<String> after, Deadline deadline) {
    List<String> partitions =
        IntStream.range(0, SPREAD).mapToObj(spread -> partition(day, spread)).toList();
    return query
        .items(partitions, after.map(SortKeyRange::after).orElseGet(SortKeyRange::all), deadline)
        .stream()
        .filter(item -> !ItemParts.isPart(item))
        .map(item -> stored(item, deadline))
        .iterator();
  }

  private static List<Map<String, AttributeValue>> encode(
      RejectedRecord rejected, Optional<Instant> expiresAt) {
    String sortKey =
        "%s %s %s".formatted(Times.text(rejected.arrival()), rejected.shard(), rejected.sequence());
    int spread = EventHash.of(sortKey).shard(SPREAD);
    Map<String, AttributeValue> item =
        new TreeMap<>(PeriodsTable.key(partition(sortKey.substring(0, DAY), spread), sortKey));
    item.put(REASON, text(rejected.reason()));
    PeriodsTable.putExpiry(item, expiresAt);
    return ItemParts.split(item, PAYLOAD, rejected.payload());
  }

  private Stored stored(Map<String, AttributeValue> item, Deadline deadline) {
    String position = item.get(SK).s();
    String[] fields = position.split(" ");
    return new Stored(
        position,
        new RejectedRecord(
            Instant.parse(fields[0]),
            fields[1],
            fields[2],
            item.get(REASON).s(),
            items.data(item, PAYLOAD, deadline)),
        PeriodsTable.expiry(item));
  }

  private static String partition(String day, int spread) {
    return "rejected#%s#%d".formatted(day, spread);
  }
}
