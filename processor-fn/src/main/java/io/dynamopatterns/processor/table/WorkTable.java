package io.dynamopatterns.processor.table;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.batch.BatchInsert;
import io.dynamopatterns.common.batch.BatchWrite;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.query.MergedItems;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.common.versioned.WriteOutcome;
import io.dynamopatterns.processor.work.WorkItem;
import io.dynamopatterns.processor.work.WorkState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The table of work. Every write but the first of an item names the version that it is based on:
 * that is the fence between two runs of the same work.
 */
public final class WorkTable {
  /** The index by state. */
  public static final String INDEX = "state";

  /** Its partition key: the state and a shard. */
  public static final String STATE_SHARD = "stateShard";

  /** Its sort key: since when the work is in that state. */
  public static final String CHANGED_AT = "changedAt";

  /** What the index shows beside the keys. */
  public static final List<String> PROJECTED =
      List.of(
          WorkItem.TYPE,
          WorkItem.ATTEMPTS,
          WorkItem.HOPS,
          WorkItem.NOT_BEFORE,
          WorkTable.PART,
          WorkTable.REASON);

  private static final String PART = "part";
  private static final String REASON = "reason";

  private final DynamoDbClient client;
  private final String name;
  private final IndexKeys index;
  private final Duration retention;
  private final Clock clock;
  private final VersionedSchema schema;
  private final VersionedTable versioned;
  private final BatchInsert inserts;
  private final BatchWrite writes;

  /**
   * @param retention how long rejected parts are kept, or zero for ever
   * @param backoff how often and when batches are sent again
   */
  public WorkTable(
      DynamoDbClient client,
      String name,
      IndexKeys index,
      Duration retention,
      Backoff backoff,
      Clock clock) {
    this.client = client;
    this.name = name;
    this.index = index;
    this.retention = retention;
    this.clock = clock;
    this.schema = VersionedSchema.of(name, WorkItem.ID);
    this.versioned = new VersionedTable(client, schema);
    this.inserts = new BatchInsert(client, name, backoff);
    this.writes = new BatchWrite(client, name, backoff);
  }

  /** The work as it is now, strongly consistent. */
  public Optional<HeldWork> get(String id, Deadline deadline) {
    return versioned.within(deadline).get(key(id)).map(HeldWork::new);
  }

  /**
   * Stores new work, each piece once however often it is submitted.
   *
   * @return what became of each, in their order
   */
  public List<InsertOutcome> insert(List<WorkItem> work, Deadline deadline) {
    return inserts.insert(work.stream().map(this::first).toList(), deadline).outcomes();
  }

  /**
   * Changes work, on the newer item again after each lost race.
   *
   * @param change gives the next item, or empty to write nothing
   * @return the work as this wrote it, or empty if there was nothing to write
   * @throws io.dynamopatterns.common.versioned.WriteFailedException if it cannot be told that the
   *     change was written
   */
  public Optional<HeldWork> update(
      String id, Function<WorkItem, Optional<WorkItem>> change, Deadline deadline) {
    WriteOutcome outcome =
        versioned
            .within(deadline)
            .update(
                key(id),
                current ->
                    current.flatMap(
                        held -> {
                          WorkItem item = WorkItem.of(held.attributes());
                          return change.apply(item).map(next -> stored(item, next));
                        }));
    return outcome instanceof WriteOutcome.Unchanged
        ? Optional.empty()
        : outcome.orElseThrow().map(HeldWork::new);
  }

  /** Replaces the version of the work that the caller holds, and no other. */
  public WriteOutcome replace(HeldWork held, WorkItem next, Deadline deadline) {
    return versioned.within(deadline).replace(held.version(), stored(held.item(), next));
  }

  /** The work that a successful {@link #replace} left. */
  public static HeldWork held(WriteOutcome.Applied applied) {
    return new HeldWork(applied.item());
  }

  /**
   * Work in this state, the longest in it first.
   *
   * @param after the position behind which the list begins
   * @param before the work came into the state before this time
   */
  public Iterator<ListedWork> list(
      WorkState state,
      Optional<String> after,
      Optional<Instant> before,
      int pageSize,
      Deadline deadline) {
    Optional<String> end = before.map(IndexKeys::before);
    if (after.isPresent() && end.filter(bound -> bound.compareTo(after.get()) < 0).isPresent()) {
      return List.<ListedWork>of().iterator();
    }
    return map(
        index.partitions(state).stream()
            .map(shard -> new IndexPages(client, name, shard, after, end, pageSize, deadline))
            .toList(),
        WorkTable::listed);
  }

  /** A position after which everything came into its state at this time or later. */
  public static String positionOf(Instant time) {
    return IndexKeys.before(time);
  }

  /** Stores rejected parts of some work; storing one again changes nothing. */
  public void reject(String id, List<RejectedPart> parts, Deadline deadline) {
    if (!parts.isEmpty()) {
      writes.put(parts.stream().map(part -> rejected(id, part)).toList(), deadline);
    }
  }

  /**
   * The rejected parts of some work, in their order.
   *
   * @param after the number behind which the list begins
   */
  public Iterator<RejectedPart> rejected(
      String id, Optional<Long> after, int pageSize, Deadline deadline) {
    return map(
        List.of(
            new IndexPages(
                client,
                name,
                IndexKeys.rejectedPartition(id),
                after.map(WorkTable::partPosition),
                Optional.empty(),
                pageSize,
                deadline)),
        item -> new RejectedPart(Long.parseLong(item.get(PART).n()), item.get(REASON).s()));
  }

  /** The index shows work under its state, from the moment that it came into it. */
  private Map<String, AttributeValue> stored(WorkItem before, WorkItem next) {
    Map<String, AttributeValue> item = new HashMap<>(next.attributes());
    if (before.state() != next.state() || !item.containsKey(STATE_SHARD)) {
      item.put(STATE_SHARD, fromS(index.partition(next.state(), next.id())));
      item.put(CHANGED_AT, fromS(IndexKeys.position(clock.instant(), next.id())));
    }
    return item;
  }

  /** The first version of an item, which needs no token: an insert never overwrites. */
  private Map<String, AttributeValue> first(WorkItem created) {
    Map<String, AttributeValue> item = stored(created, created);
    item.put(schema.versionAttribute(), fromN("1"));
    return item;
  }

  private Map<String, AttributeValue> rejected(String id, RejectedPart part) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(WorkItem.ID, fromS(id + "#rejected#" + partPosition(part.number())));
    item.put(STATE_SHARD, fromS(IndexKeys.rejectedPartition(id)));
    item.put(CHANGED_AT, fromS(partPosition(part.number())));
    item.put(PART, fromN(Long.toString(part.number())));
    item.put(REASON, fromS(part.reason()));
    if (!retention.isZero()) {
      long expiry = clock.instant().plus(retention).getEpochSecond();
      item.put(WorkItem.EXPIRES_AT, fromN(Long.toString(expiry)));
    }
    return item;
  }

  private static String partPosition(long number) {
    return "%015d".formatted(number);
  }

  private static ListedWork listed(Map<String, AttributeValue> item) {
    WorkItem work = WorkItem.of(item);
    String position = item.get(CHANGED_AT).s();
    return new ListedWork(
        work.id(),
        work.type(),
        work.attempts(),
        work.hops(),
        IndexKeys.time(position),
        work.notBefore(),
        position);
  }

  private static <T> Iterator<T> map(
      List<IndexPages> pages, Function<Map<String, AttributeValue>, T> shown) {
    MergedItems items = new MergedItems(pages, 1);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public T next() {
        return shown.apply(items.next());
      }
    };
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of(WorkItem.ID, fromS(id));
  }
}
