package io.dynamopatterns.periodic.table;

import static io.dynamopatterns.periodic.table.PeriodsTable.SK;
import static io.dynamopatterns.periodic.table.PeriodsTable.number;
import static io.dynamopatterns.periodic.table.PeriodsTable.text;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.periodic.period.Bucket;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Heads as items. Those that are not closed yet are in the index {@code due}. */
final class HeadItems {
  static final String DUE_SHARD = "dueShard";
  static final String DUE_AT = "dueAt";

  /** One value is enough: a bucket enters the index once and leaves it once. */
  static final AttributeValue DUE_SHARD_VALUE = text("0");

  private static final String STATE = "state";
  private static final String START = "start";
  private static final String END = "end";
  private static final String SHARDS = "shards";
  private static final String LEASE_RUNNER = "leaseRunner";
  private static final String LEASE_UNTIL = "leaseUntil";
  private static final String CURSOR = "cursor";
  private static final String EVENTS = "events";
  private static final String DIGESTS = "digests";
  private static final String REFUSED = "refused";
  private static final String DUE = "due";
  private static final String CARRIED_GROUP = "carriedGroup";
  private static final String CARRIED_EVENTS = "carriedEvents";
  private static final String CARRIED_FIRST = "carriedFirst";
  private static final String CARRIED_LAST = "carriedLast";

  private HeadItems() {}

  static String partition(String day) {
    return "heads#" + day;
  }

  static Map<String, AttributeValue> key(Bucket bucket) {
    return PeriodsTable.key(partition(bucket.day()), bucket.toString());
  }

  /** What the sort keys of the heads of a period begin with. */
  static String ofPeriod(String period) {
    return period + '/';
  }

  /** Sorts in the index after all that is due at this time, before what is due later. */
  static String dueBefore(Instant slot) {
    return Times.text(slot) + '~';
  }

  static Map<String, AttributeValue> encode(BucketHead head) {
    Map<String, AttributeValue> item = new TreeMap<>(key(head.bucket()));
    item.put(STATE, text(head.state().name()));
    item.put(START, text(Times.text(head.start())));
    item.put(END, text(Times.text(head.end())));
    item.put(DUE, text(Times.text(head.dueAt())));
    item.put(SHARDS, number(head.shards()));
    if (head.state() != State.CLOSED) {
      item.put(DUE_SHARD, DUE_SHARD_VALUE);
      item.put(DUE_AT, text(Times.text(head.dueAt()) + '#' + head.bucket()));
    }
    head.lease()
        .ifPresent(
            lease -> {
              item.put(LEASE_RUNNER, text(lease.runner()));
              item.put(LEASE_UNTIL, text(Times.text(lease.until())));
            });
    putProgress(item, head.progress());
    PeriodsTable.putExpiry(item, head.expiresAt());
    return item;
  }

  static BucketHead decode(Map<String, AttributeValue> item) {
    return new BucketHead(
        Bucket.parse(item.get(SK).s()),
        Instant.parse(item.get(START).s()),
        Instant.parse(item.get(END).s()),
        Instant.parse(item.get(DUE).s()),
        State.valueOf(item.get(STATE).s()),
        (int) number(item, SHARDS),
        item.containsKey(LEASE_RUNNER)
            ? Optional.of(
                new Lease(item.get(LEASE_RUNNER).s(), Instant.parse(item.get(LEASE_UNTIL).s())))
            : Optional.empty(),
        progress(item),
        PeriodsTable.expiry(item));
  }

  private static void putProgress(Map<String, AttributeValue> item, CloseProgress progress) {
    if (!progress.cursor().isEmpty()) {
      item.put(CURSOR, text(progress.cursor()));
    }
    item.put(EVENTS, number(progress.events()));
    item.put(DIGESTS, number(progress.digests()));
    if (progress.refused() > 0) {
      item.put(REFUSED, number(progress.refused()));
    }
    progress
        .carried()
        .ifPresent(
            carried -> {
              item.put(CARRIED_GROUP, text(carried.group()));
              item.put(CARRIED_EVENTS, number(carried.events()));
              item.put(CARRIED_FIRST, text(Times.text(carried.first())));
              item.put(CARRIED_LAST, text(Times.text(carried.last())));
            });
  }

  private static CloseProgress progress(Map<String, AttributeValue> item) {
    return new CloseProgress(
        item.containsKey(CURSOR) ? item.get(CURSOR).s() : "",
        item.containsKey(CARRIED_GROUP)
            ? Optional.of(
                new CarriedGroup(
                    item.get(CARRIED_GROUP).s(),
                    number(item, CARRIED_EVENTS),
                    Instant.parse(item.get(CARRIED_FIRST).s()),
                    Instant.parse(item.get(CARRIED_LAST).s())))
            : Optional.empty(),
        number(item, EVENTS),
        number(item, DIGESTS),
        item.containsKey(REFUSED) ? number(item, REFUSED) : 0);
  }
}
