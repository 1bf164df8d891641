package io.dynamopatterns.processor.table;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.Together;
import io.dynamopatterns.common.batch.BatchInsert;
import io.dynamopatterns.common.batch.BatchWrite;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.item.ItemCodec;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.query.MergedQuery;
import io.dynamopatterns.common.query.SortKeyRange;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.common.versioned.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The table of work. Every write but the first of an item names the version that it is based on:
 * that is the fence between two runs of the same work.
 *
 * <p>An item whose retention is over is absent: it is not read, not listed, not changed, and new
 * work takes its place. DynamoDB deletes it days later. Nothing depends on when it does.
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
          WorkItem.EXPIRES_AT,
          WorkTable.PART,
          WorkTable.REASON,
          WorkTable.REJECTED_AT);

  private static final String PART = "part";
  private static final String REASON = "reason";
  private static final String REJECTED_AT = "rejectedAt";

  /** Items that are looked at together, as each takes a read and perhaps a write. */
  private static final int LOOKS_AT_ONCE = 32;

  /**
   * How much earlier than its work a part can seem to be rejected, by clocks that differ. Work of
   * the same id is stored again two days after the end of the one before, which is the shortest
   * retention.
   */
  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

  private final DynamoDbClient client;
  private final String name;
  private final IndexKeys index;
  private final Duration retention;
  private final Clock clock;
  private final VersionedTable<WorkItem> versioned;
  private final BatchInsert inserts;
  private final BatchWrite writes;

  /**
   * @param retention how long rejected parts are kept, or zero if nothing in the table expires
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
    VersionedSchema<WorkItem> schema =
        VersionedSchema.of(name, WorkItem.ID).as(ItemCodec.of(WorkItem::of, WorkItem::attributes));
    this.versioned =
        new VersionedTable<>(
            client, retention.isZero() ? schema : schema.withExpiry(WorkItem.EXPIRES_AT, clock));
    this.inserts = new BatchInsert(client, name, backoff);
    this.writes = new BatchWrite(client, name, backoff);
  }

  /** The work as it is now, strongly consistent. */
  public Optional<VersionedItem<WorkItem>> get(String id, Deadline deadline) {
    return versioned.within(deadline).get(key(id));
  }

  /**
   * Stores new work, each item once however often it is submitted, until its retention is over.
   *
   * @return what became of each, in their order
   */
  public List<InsertOutcome> insert(List<WorkItem> work, Deadline deadline) {
    List<InsertOutcome> outcomes =
        new ArrayList<>(
            inserts.insert(work.stream().map(this::first).toList(), deadline).outcomes());
    if (!retention.isZero()) {
      replaceExpired(work, outcomes, deadline);
    }
    return outcomes;
  }

  /**
   * Changes work, on the newer item again after each lost race.
   *
   * @param change gives the next item, or empty to write nothing
   * @return the work as this wrote it, or empty if there was nothing to write
   * @throws io.dynamopatterns.common.versioned.WriteFailedException if it is unknown whether the
   *     change was written
   */
  public Optional<VersionedItem<WorkItem>> update(
      String id, Function<WorkItem, Optional<WorkItem>> change, Deadline deadline) {
    WriteOutcome<WorkItem> outcome =
        versioned
            .within(deadline)
            .update(
                key(id),
                current ->
                    current.flatMap(item -> change.apply(item).map(next -> stored(item, next))));
    return outcome instanceof WriteOutcome.Unchanged<?> ? Optional.empty() : outcome.orElseThrow();
  }

  /** Replaces the version of the work that the caller holds, and no other. */
  public WriteOutcome<WorkItem> replace(
      VersionedItem<WorkItem> held, WorkItem next, Deadline deadline) {
    return versioned.within(deadline).replace(held, stored(held.value(), next));
  }

  /**
   * Work in this state, the longest in it first.
   *
   * @param after the position after which the list begins
   * @param before the work came into the state before this time
   */
  public Iterator<ListedWork> list(
      WorkState state,
      Optional<String> after,
      Optional<Instant> before,
      int pageSize,
      Deadline deadline) {
    SortKeyRange range = after.map(SortKeyRange::after).orElseGet(SortKeyRange::all);
    return index(pageSize)
        .items(
            index.partitions(state),
            before.map(IndexKeys::before).map(range::before).orElse(range),
            deadline)
        .stream()
        .filter(this::isLive)
        .map(WorkTable::listed)
        .iterator();
  }

  /** A position after which everything came into its state at this time or later. */
  public static String positionOf(Instant time) {
    return IndexKeys.before(time);
  }

  /** Stores rejected parts of some work; storing one again keeps it once. */
  public void reject(String id, List<RejectedPart> parts, Deadline deadline) {
    if (!parts.isEmpty()) {
      writes.put(parts.stream().map(part -> rejected(id, part)).toList(), deadline);
    }
  }

  /**
   * The rejected parts of some work, in their order: none of earlier work with the same id.
   *
   * @param after the number after which the list begins
   */
  public Iterator<RejectedPart> rejected(
      WorkItem work, Optional<Long> after, int pageSize, Deadline deadline) {
    Instant first = work.createdAt().map(time -> time.minus(CLOCKS_DIFFER)).orElse(Instant.MIN);
    return index(pageSize)
        .items(
            List.of(IndexKeys.rejectedPartition(work.id())),
            after
                .map(WorkTable::partPosition)
                .map(SortKeyRange::after)
                .orElseGet(SortKeyRange::all),
            deadline)
        .stream()
        .filter(item -> isLive(item) && !Instant.parse(item.get(REJECTED_AT).s()).isBefore(first))
        .map(item -> new RejectedPart(Long.parseLong(item.get(PART).n()), item.get(REASON).s()))
        .iterator();
  }

  private MergedQuery index(int pageSize) {
    return MergedQuery.ofIndex(client, name, INDEX, STATE_SHARD, CHANGED_AT, pageSize);
  }

  /** Looks at the items that are there already: work that has expired makes room for new work. */
  private void replaceExpired(
      List<WorkItem> work, List<InsertOutcome> outcomes, Deadline deadline) {
    List<Integer> already =
        IntStream.range(0, outcomes.size())
            .filter(i -> outcomes.get(i) instanceof InsertOutcome.AlreadyThere)
            .boxed()
            .toList();
    List<InsertOutcome> looks =
        Together.all(
            LOOKS_AT_ONCE,
            already.stream()
                .<Supplier<InsertOutcome>>map(i -> () -> replaceExpired(work.get(i), deadline))
                .toList());
    for (int i = 0; i < looks.size(); i++) {
      outcomes.set(already.get(i), looks.get(i));
    }
  }

  /**
   * The new work follows the version of the expired one, so a run that holds that is fenced off,
   * and the stream shows a change to {@code PENDING}, which passes the filter as an insert does.
   */
  private InsertOutcome replaceExpired(WorkItem created, Deadline deadline) {
    try {
      WriteOutcome<?> outcome =
          versioned
              .within(deadline)
              .update(
                  key(created.id()),
                  current ->
                      current.isPresent()
                          ? Optional.empty()
                          : Optional.of(stored(created, created)));
      outcome.orElseThrow();
      return outcome instanceof WriteOutcome.Unchanged<?>
          ? new InsertOutcome.AlreadyThere()
          : new InsertOutcome.Inserted();
    } catch (RuntimeException e) {
      return new InsertOutcome.Failed(e);
    }
  }

  /** The index shows work under its state, from the moment that it came into it. */
  private WorkItem stored(WorkItem before, WorkItem next) {
    Map<String, AttributeValue> item = new HashMap<>(next.attributes());
    if (before.state() != next.state() || !item.containsKey(STATE_SHARD)) {
      item.put(STATE_SHARD, fromS(index.partition(next.state(), next.id())));
      item.put(CHANGED_AT, fromS(IndexKeys.position(clock.instant(), next.id())));
    }
    return WorkItem.of(item);
  }

  /** The first version of an item, which needs no token: an insert never overwrites. */
  private Map<String, AttributeValue> first(WorkItem created) {
    Map<String, AttributeValue> item = new HashMap<>(stored(created, created).attributes());
    item.put(VersionedSchema.DEFAULT_VERSION_ATTRIBUTE, fromN("1"));
    return item;
  }

  /** Whether the retention of an item is not over. Without a retention nothing expires. */
  private boolean isLive(Map<String, AttributeValue> item) {
    AttributeValue expiresAt = item.get(WorkItem.EXPIRES_AT);
    return retention.isZero()
        || expiresAt == null
        || Long.parseLong(expiresAt.n()) > clock.instant().getEpochSecond();
  }

  private Map<String, AttributeValue> rejected(String id, RejectedPart part) {
    Instant now = clock.instant();
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(WorkItem.ID, fromS(id + "#rejected#" + partPosition(part.number())));
    item.put(STATE_SHARD, fromS(IndexKeys.rejectedPartition(id)));
    item.put(CHANGED_AT, fromS(partPosition(part.number())));
    item.put(PART, fromN(Long.toString(part.number())));
    item.put(REASON, fromS(part.reason()));
    item.put(REJECTED_AT, fromS(Times.text(now)));
    if (!retention.isZero()) {
      long expiry = now.plus(retention).getEpochSecond();
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

  private static Key key(String id) {
    return Key.of(WorkItem.ID, id);
  }
}
