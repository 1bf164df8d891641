package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.Pace;
import io.dynamopatterns.common.Together;
import io.dynamopatterns.common.batch.BatchGet;
import io.dynamopatterns.common.item.ItemJson;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.query.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Reads of a table, strongly consistent or eventually: {@link VersionedTable#strong} and {@link
 * VersionedTable#eventual}, or {@link #strong} and {@link #eventual} for a program that only reads.
 *
 * <p>Tombstones and expired items are left out. Each item can be written to as a held one, but not
 * one of an index, which may lack attributes: update that by its key. An index must project the
 * attributes of the tombstone and the expiry for its deleted and expired items to be left out.
 *
 * <p>Costs are DynamoDB's: an item or a page costs its size in units of 4 KB, rounded up, and half
 * of that if it is read eventually consistent. What is left out is paid for.
 *
 * @param <T> the type of the items
 */
public final class Reads<T> {
  private final DynamoDbClient client;
  private final VersionedSchema<T> schema;
  private final Consistency consistency;
  private final Deadline deadline;

  enum Consistency {
    STRONG,
    EVENTUAL,
    CACHED
  }

  Reads(
      DynamoDbClient client,
      VersionedSchema<T> schema,
      Consistency consistency,
      Deadline deadline) {
    this.client = client;
    this.schema = schema;
    this.consistency = consistency;
    this.deadline = deadline;
  }

  /** Strongly consistent reads: they see every write that has succeeded before. Not of an index. */
  public static <T> Reads<T> strong(DynamoDbClient client, VersionedSchema<T> schema) {
    return new Reads<>(client, schema, Consistency.STRONG, null);
  }

  /** Eventually consistent reads, at half the cost: they may miss the writes of the last second. */
  public static <T> Reads<T> eventual(DynamoDbClient client, VersionedSchema<T> schema) {
    return new Reads<>(client, schema, Consistency.EVENTUAL, null);
  }

  /**
   * Eventually consistent reads through a cache that answers equal requests with an earlier answer,
   * such as DAX. Requests have no time in them, so two of the same question are equal: what has
   * expired is left out of the answer here, and not by the table.
   */
  public static <T> Reads<T> cached(DynamoDbClient cache, VersionedSchema<T> schema) {
    return new Reads<>(cache, schema, Consistency.CACHED, null);
  }

  /** The same with a deadline: nothing is sent once it has passed. */
  public Reads<T> within(Deadline newDeadline) {
    return new Reads<>(client, schema, consistency, newDeadline);
  }

  /**
   * A page of a query or a scan.
   *
   * @param items what was found, perhaps nothing although there is a next page
   * @param next where the next page begins, as text to keep; empty for the last page. To hand it
   *     out make an {@link io.dynamopatterns.common.request.PageCursor} of it
   */
  public record Page<T>(List<VersionedItem<T>> items, Optional<String> next) {}

  /** One item, with one request. Needs {@code dynamodb:GetItem}. */
  public Optional<VersionedItem<T>> get(Key key) {
    Deadline limit = timeLimit();
    GetItemResponse answer =
        client.getItem(
            request ->
                request
                    .tableName(schema.tableName())
                    .key(key.attributes())
                    .consistentRead(isStrong())
                    .overrideConfiguration(call -> call.apiCallTimeout(limit.callTimeout())));
    return answer.hasItem()
        ? VersionedTable.shown(Optional.of(schema.read(answer.item())))
        : Optional.empty();
  }

  /**
   * Many items, with one request for 100 of them. Needs {@code dynamodb:BatchGetItem}.
   *
   * @return those that exist, by key
   * @throws NotDoneException if not all could be read in time
   */
  public Map<Key, VersionedItem<T>> getAll(Collection<Key> keys) {
    Map<Key, VersionedItem<T>> items = new HashMap<>();
    new BatchGet(client, schema.tableName(), VersionedTable.SENDS)
        .get(keys, isStrong(), timeLimit())
        .forEach(
            (key, stored) ->
                VersionedTable.shown(Optional.of(schema.read(stored)))
                    .ifPresent(item -> items.put(key, item)));
    return items;
  }

  /**
   * A page of a query. Needs {@code dynamodb:Query} on the table, or on the index.
   *
   * @param limit how many items the page has, unless the query or the time ends before
   * @param after what the page before gave as its next
   */
  public Page<T> page(Query query, int limit, Optional<String> after) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page has at least 1 item, not " + limit);
    }
    Deadline end = timeLimit();
    List<VersionedItem<T>> items = new ArrayList<>();
    Map<String, AttributeValue> start = after.map(ItemJson::read).orElse(Map.of());
    do {
      QueryResponse answer = client.query(request(query, start, limit - items.size(), end));
      items.addAll(items(answer.items(), query.index().isPresent()));
      start = answer.lastEvaluatedKey();
    } while (!start.isEmpty() && items.size() < limit && !end.passed());
    return new Page<>(items, next(start));
  }

  /**
   * The first item of a query. Needs {@code dynamodb:Query} on the table, or on the index.
   *
   * @throws NotDoneException if the deadline passes before it is found
   */
  public Optional<VersionedItem<T>> first(Query query) {
    Deadline end = timeLimit();
    Map<String, AttributeValue> start = Map.of();
    while (true) {
      QueryResponse answer = client.query(request(query, start, 1, end));
      List<VersionedItem<T>> items = items(answer.items(), query.index().isPresent());
      start = answer.lastEvaluatedKey();
      if (!items.isEmpty() || start.isEmpty()) {
        return items.stream().findFirst();
      }
      requireTime(end);
    }
  }

  /**
   * All items of a query: the first page is read at once, each further one as the stream is
   * consumed.
   *
   * @throws NotDoneException from the stream, if the deadline passes before its end
   */
  public Stream<VersionedItem<T>> stream(Query query) {
    Deadline end = timeLimit();
    return pages(
        start -> {
          QueryResponse answer = client.query(request(query, start, 0, end));
          return new Page<>(
              items(answer.items(), query.index().isPresent()), next(answer.lastEvaluatedKey()));
        },
        end);
  }

  /**
   * How many items a query has. It costs what reading them costs; only an index and a cache send
   * them.
   */
  public long count(Query query) {
    if (query.index().isPresent() || consistency == Consistency.CACHED) {
      return stream(query).count();
    }
    Deadline end = timeLimit();
    long count = 0;
    Map<String, AttributeValue> start = Map.of();
    do {
      requireTime(end);
      QueryRequest request = request(query, start, 0, end).toBuilder().select(Select.COUNT).build();
      QueryResponse answer = client.query(request);
      count += answer.count();
      start = answer.lastEvaluatedKey();
    } while (!start.isEmpty());
    return count;
  }

  /**
   * All items of the table: the first page is read at once, each further one as the stream is
   * consumed. Needs {@code dynamodb:Scan}.
   *
   * @throws NotDoneException from the stream, if the deadline passes before its end
   */
  public Stream<VersionedItem<T>> scan() {
    Deadline end = timeLimit();
    return pages(start -> scanned(scan(start, 0, 1, end)), end);
  }

  /**
   * Scans the table in segments side by side, until it is done or the deadline passes.
   *
   * @param from {@link ScanPosition#start}, or where an earlier call ended
   * @param pace the read units a second that all segments take together
   * @param each is given every item, from several threads at once. A page that was not finished
   *     when a run ended is given again
   * @return where it ended
   * @throws RuntimeException the first failure, when all segments have ended; begin again from the
   *     same position
   */
  public ScanPosition scan(ScanPosition from, Pace pace, Consumer<VersionedItem<T>> each) {
    Deadline end = timeLimit();
    return new ScanPosition(
        Together.all(
            from.segments().size(),
            IntStream.range(0, from.segments().size())
                .<Supplier<Optional<String>>>mapToObj(
                    segment -> () -> scan(from, segment, pace, each, end))
                .toList()));
  }

  private Optional<String> scan(
      ScanPosition from, int segment, Pace pace, Consumer<VersionedItem<T>> each, Deadline end) {
    Optional<String> position = from.segments().get(segment);
    while (position.isPresent() && !end.passed()) {
      // One pace for all segments: they wait in turn.
      synchronized (pace) {
        pace.await(end);
      }
      if (end.passed()) {
        return position;
      }
      ScanResponse answer =
          scan(ScanPosition.key(position.get()), segment, from.segments().size(), end);
      synchronized (pace) {
        pace.take((int) Math.ceil(answer.consumedCapacity().capacityUnits()));
      }
      Page<T> page = scanned(answer);
      page.items().forEach(each);
      position = page.next();
    }
    return position;
  }

  private Page<T> scanned(ScanResponse answer) {
    return new Page<>(items(answer.items(), false), next(answer.lastEvaluatedKey()));
  }

  private ScanResponse scan(
      Map<String, AttributeValue> start, int segment, int segments, Deadline end) {
    Filter filter = filter();
    return client.scan(
        request ->
            request
                .tableName(schema.tableName())
                .consistentRead(isStrong())
                .segment(segment)
                .totalSegments(segments)
                .filterExpression(filter.expression())
                .expressionAttributeNames(orNull(filter.names()))
                .expressionAttributeValues(orNull(filter.values()))
                .exclusiveStartKey(orNull(start))
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .overrideConfiguration(call -> call.apiCallTimeout(end.callTimeout())));
  }

  private QueryRequest request(
      Query query, Map<String, AttributeValue> start, int limit, Deadline end) {
    // DynamoDB refuses a filter by attributes that an index does not project.
    Filter filter = query.index().isPresent() ? Filter.NONE : filter();
    Map<String, String> names = new HashMap<>(query.names());
    names.putAll(filter.names());
    Map<String, AttributeValue> values = new HashMap<>(query.values());
    values.putAll(filter.values());
    return QueryRequest.builder()
        .tableName(schema.tableName())
        .indexName(query.index().orElse(null))
        .consistentRead(isStrong())
        .keyConditionExpression(query.condition())
        .filterExpression(filter.expression())
        .expressionAttributeNames(names)
        .expressionAttributeValues(values)
        .scanIndexForward(!query.descending())
        .limit(limit == 0 ? null : limit)
        .exclusiveStartKey(orNull(start))
        .overrideConfiguration(call -> call.apiCallTimeout(end.callTimeout()))
        .build();
  }

  /** Leaves out tombstones and expired items before they are sent. */
  private record Filter(
      String expression, Map<String, String> names, Map<String, AttributeValue> values) {
    static final Filter NONE = new Filter(null, Map.of(), Map.of());
  }

  private Filter filter() {
    List<String> conditions = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    Map<String, AttributeValue> values = new HashMap<>();
    if (schema.tombstones().isPresent()) {
      conditions.add("attribute_not_exists(#tombstone)");
      names.put("#tombstone", Tombstones.MARKER);
    }
    schema
        .expiry()
        .filter(expiry -> consistency != Consistency.CACHED)
        .ifPresent(
            expiry -> {
              conditions.add("(attribute_not_exists(#expiry) OR #expiry > :now)");
              names.put("#expiry", expiry.attribute());
              values.put(":now", expiry.now());
            });
    return new Filter(
        conditions.isEmpty() ? null : String.join(" AND ", conditions), names, values);
  }

  private List<VersionedItem<T>> items(
      List<Map<String, AttributeValue>> stored, boolean projected) {
    List<VersionedItem<T>> items = new ArrayList<>(stored.size());
    for (Map<String, AttributeValue> each : stored) {
      VersionedItem<T> item = schema.read(each, projected);
      if (!item.isAbsent()) {
        items.add(item);
      }
    }
    return items;
  }

  private static Optional<String> next(Map<String, AttributeValue> lastKey) {
    return lastKey.isEmpty() ? Optional.empty() : Optional.of(ItemJson.write(lastKey));
  }

  private static <V> Map<String, V> orNull(Map<String, V> map) {
    return map.isEmpty() ? null : map;
  }

  /** The first page is read at once, each further one when the stream comes to it. */
  private Stream<VersionedItem<T>> pages(
      Function<Map<String, AttributeValue>, Page<T>> read, Deadline end) {
    Function<Map<String, AttributeValue>, Page<T>> inTime =
        start -> {
          requireTime(end);
          return read.apply(start);
        };
    return Stream.iterate(
            inTime.apply(Map.of()),
            Objects::nonNull,
            page -> page.next().map(ItemJson::read).map(inTime).orElse(null))
        .flatMap(page -> page.items().stream());
  }

  private void requireTime(Deadline end) {
    if (end.passed()) {
      throw new NotDoneException(
          "table %s: no time was left to read it to the end".formatted(schema.tableName()));
    }
  }

  private boolean isStrong() {
    return consistency == Consistency.STRONG;
  }

  private Deadline timeLimit() {
    return deadline != null ? deadline : Deadline.after(VersionedTable.DEFAULT_TIME);
  }
}
