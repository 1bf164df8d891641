package io.dynamopatterns.aggregator.table;

import io.dynamopatterns.aggregator.round.Round;
import io.dynamopatterns.aggregator.round.RoundState;
import io.dynamopatterns.aggregator.round.Tag;
import io.dynamopatterns.aggregator.rule.AggregatedEvent;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.batch.BatchGet;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.batch.WholeItems;
import io.dynamopatterns.common.delivery.ItemChange;
import io.dynamopatterns.common.item.ItemParts;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.query.Query;
import io.dynamopatterns.common.versioned.Reads;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.common.versioned.WriteOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The table of aggregates. A group is a partition: its events ({@code e#<id>}) and its rounds
 * ({@code #head#<number>}), the newest of which leads it. All reads of the table are strongly
 * consistent; those of its index cannot be, and {@link #scanned} is not.
 */
public final class AggregatesTable {
  private static final String ROUND_TAG = "round";
  private static final String LATE_TAG = "late";

  private final DynamoDbClient client;
  private final String name;
  private final int indexShards;
  private final Duration retention;
  private final Clock clock;
  private final WholeItems items;
  private final BatchGet gets;
  private final VersionedTable<Map<String, AttributeValue>> rounds;

  /**
   * @param indexShards over how many keys of the index things are spread
   * @param retention how long items are kept, or zero for ever
   * @param backoff for what DynamoDB cannot do at once
   * @param clock says what has expired, which DynamoDB deletes days later
   */
  public AggregatesTable(
      DynamoDbClient client,
      String name,
      int indexShards,
      Duration retention,
      Backoff backoff,
      Clock clock) {
    this.client = client;
    this.name = name;
    this.indexShards = indexShards;
    this.retention = retention;
    this.clock = clock;
    this.items = new WholeItems(client, name, backoff);
    this.gets = new BatchGet(client, name, backoff);
    this.rounds = new VersionedTable<>(client, VersionedSchema.of(name, Keys.PK, Keys.SK));
  }

  public String name() {
    return name;
  }

  public int indexShards() {
    return indexShards;
  }

  /** The group that a change of this table concerns. */
  public static String group(ItemChange change) {
    return change.keys().get(Keys.PK).s();
  }

  /** The key of any item of the table. */
  public static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
    return Keys.of(item);
  }

  /** The items of an event that arrived at this time, itself last. */
  public List<Map<String, AttributeValue>> items(AggregatedEvent event, Instant arrival) {
    return AggregatedEventItems.of(
        event,
        retention.isZero() ? Optional.empty() : Optional.of(Keys.expiresAt(arrival, retention)));
  }

  /** The items of a rejected record, itself last. */
  public List<Map<String, AttributeValue>> items(RejectedInput rejected) {
    return rejected.items(indexShards, retention);
  }

  /**
   * Inserts things that are one or several items each. What exists is never overwritten, and each
   * thing's last item is only inserted when all its others are there.
   *
   * @param things all with different keys
   * @return what became of the last item of each, in their order
   */
  public List<InsertOutcome> insert(
      List<List<Map<String, AttributeValue>>> things, Deadline deadline) {
    return items.insert(things, deadline).outcomes();
  }

  /**
   * Deletes what has expired of things that could not be inserted because they exist: what DynamoDB
   * does in the days after the expiry. What its writer has extended meanwhile stays.
   *
   * @param things as for {@link #insert}
   * @return those whose last item had expired; they can be inserted now
   */
  public List<List<Map<String, AttributeValue>>> deleteExpired(
      List<List<Map<String, AttributeValue>>> things, Deadline deadline) {
    if (retention.isZero() || things.isEmpty()) {
      return List.of();
    }
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> found =
        get(things.stream().flatMap(List::stream).map(Keys::of).toList(), deadline);
    List<List<Map<String, AttributeValue>>> expired =
        things.stream()
            .filter(thing -> found.containsKey(Keys.of(thing.getLast())))
            .filter(thing -> !isLive(found.get(Keys.of(thing.getLast()))))
            .toList();
    expired.stream()
        .flatMap(List::stream)
        .map(Keys::of)
        .filter(found::containsKey)
        .forEach(key -> deleteExpired(key, deadline));
    return expired;
  }

  private void deleteExpired(Map<String, AttributeValue> key, Deadline deadline) {
    try {
      client.deleteItem(
          request ->
              request
                  .tableName(name)
                  .key(key)
                  .conditionExpression("#expiresAt <= :now")
                  .expressionAttributeNames(Map.of("#expiresAt", Keys.EXPIRES_AT))
                  .expressionAttributeValues(
                      Map.of(
                          ":now",
                          AttributeValue.fromN(Long.toString(clock.instant().getEpochSecond()))))
                  .overrideConfiguration(call -> call.apiCallTimeout(deadline.callTimeout())));
    } catch (ConditionalCheckFailedException e) {
      // Another run has stored it anew.
    }
  }

  /** The newest round of a group, which may have expired. */
  public Optional<HeldRound> newest(String group, Deadline deadline) {
    return rounds
        .within(deadline)
        .strong()
        .first(Query.of(Keys.PK, group).beginsWith(Keys.SK, Keys.ROUND).newestFirst())
        .map(
            item ->
                new HeldRound(
                    RoundItems.read(item.attributes()), item, !isLive(item.attributes())));
  }

  /** One round of a group. */
  public Optional<Round> round(String group, long number, Deadline deadline) {
    return rounds
        .within(deadline)
        .get(new Key(Keys.round(group, number)))
        .filter(item -> isLive(item.attributes()))
        .map(item -> RoundItems.read(item.attributes()));
  }

  /**
   * Writes a round: in place of the one that is held if it is that, or as a new one. What is held
   * and has expired is replaced, not deleted, so that two writers cannot both begin it anew.
   *
   * @param lastHeard when it was last heard of; it expires from then on, but never sooner than what
   *     is held
   */
  public WriteOutcome<Map<String, AttributeValue>> write(
      Optional<HeldRound> held, Round round, Instant lastHeard, Deadline deadline) {
    Map<String, AttributeValue> item =
        item(round, lastHeard, held.map(known -> known.item().attributes()));
    if (held.filter(HeldRound::expired).isPresent()) {
      RoundItems.markAnew(item);
    }
    VersionedTable<Map<String, AttributeValue>> table = rounds.within(deadline);
    return held.filter(current -> current.round().number() == round.number())
        .map(current -> table.replace(current.item(), item))
        .orElseGet(() -> table.create(item));
  }

  /**
   * Changes a round unless another writer closes it first, or it has expired.
   *
   * @param key of the round
   * @param change what becomes of an open round
   */
  public WriteOutcome<Map<String, AttributeValue>> updateOpen(
      Map<String, AttributeValue> key,
      UnaryOperator<Round> change,
      Instant lastHeard,
      Deadline deadline) {
    return rounds
        .within(deadline)
        .update(
            new Key(key),
            current ->
                current
                    .filter(this::isLive)
                    .map(RoundItems::read)
                    .filter(Round::isOpen)
                    .map(round -> item(change.apply(round), lastHeard, current)));
  }

  /** The item of a round. A record may be counted days late: it takes nothing off its life. */
  private Map<String, AttributeValue> item(
      Round round, Instant lastHeard, Optional<Map<String, AttributeValue>> before) {
    Map<String, AttributeValue> item = RoundItems.of(round, indexShards, retention, lastHeard);
    before
        .map(known -> known.get(Keys.EXPIRES_AT))
        .ifPresent(
            known ->
                item.computeIfPresent(
                    Keys.EXPIRES_AT,
                    (name, time) ->
                        Long.parseLong(known.n()) > Long.parseLong(time.n()) ? known : time));
    return item;
  }

  /**
   * Tags an event. A round never falls back to an earlier one, so that a writer who comes too late
   * spoils nothing; an event that is gone stays so.
   */
  public void tag(String group, Tag tag, Deadline deadline) {
    UpdateItemRequest.Builder request =
        UpdateItemRequest.builder()
            .tableName(name)
            .key(Keys.event(group, tag.id()))
            .overrideConfiguration(call -> call.apiCallTimeout(deadline.callTimeout()));
    switch (tag) {
      case Tag.OfRound ofRound ->
          request
              .updateExpression("SET #round = :round")
              .conditionExpression(
                  "attribute_exists(pk) AND (attribute_not_exists(#round) OR #round < :round)")
              .expressionAttributeNames(Map.of("#round", ROUND_TAG))
              .expressionAttributeValues(
                  Map.of(":round", AttributeValue.fromN(Long.toString(ofRound.round()))));
      case Tag.Late late ->
          request
              .updateExpression("SET #late = :true")
              .conditionExpression("attribute_exists(pk)")
              .expressionAttributeNames(Map.of("#late", LATE_TAG))
              .expressionAttributeValues(Map.of(":true", AttributeValue.fromBool(true)));
    }
    try {
      client.updateItem(request.build());
    } catch (ConditionalCheckFailedException e) {
      // It is tagged already, or its time to live is over.
    }
  }

  /**
   * A page of one key of the index, oldest first. The index is eventually consistent.
   *
   * @param before only what has been there since an earlier time
   * @param after where the page before ended
   */
  public Reads.Page<Map<String, AttributeValue>> indexed(
      IndexKind kind,
      int shard,
      Instant before,
      int limit,
      Optional<String> after,
      Deadline deadline) {
    return rounds
        .within(deadline)
        .eventual()
        .page(
            Query.of(Keys.INDEX_SHARD, Keys.indexShard(kind, shard))
                .index(Keys.INDEX)
                .before(Keys.INDEX_TIME, Times.text(before)),
            limit,
            after);
  }

  /**
   * A page of the table that shows its rounds in a state. Only open rounds are in the index, so
   * that a round which closes costs no further write; the others are found by a scan, in no order.
   * A page may have none of them. A round that another program has damaged ends no listing.
   *
   * @param after where the page before ended
   */
  public ScanPage scanned(
      RoundState state, Optional<Map<String, AttributeValue>> after, Deadline deadline) {
    ScanResponse answer =
        client.scan(
            request ->
                request
                    .tableName(name)
                    .filterExpression("begins_with(sk, :rounds) AND #state = :state")
                    .expressionAttributeNames(Map.of("#state", RoundItems.STATE))
                    .expressionAttributeValues(
                        Map.of(
                            ":rounds", AttributeValue.fromS(Keys.ROUND),
                            ":state", AttributeValue.fromS(state.name())))
                    .exclusiveStartKey(after.orElse(null))
                    .overrideConfiguration(call -> call.apiCallTimeout(deadline.callTimeout())));
    List<Round> rounds = new ArrayList<>();
    Map<String, String> damaged = new TreeMap<>();
    for (Map<String, AttributeValue> item : answer.items()) {
      try {
        if (isLive(item)) {
          rounds.add(RoundItems.read(item));
        }
      } catch (IllegalArgumentException e) {
        damaged.put(item.get(Keys.PK).s(), e.getMessage());
      }
    }
    return new ScanPage(
        rounds,
        damaged,
        answer.hasLastEvaluatedKey() ? Optional.of(answer.lastEvaluatedKey()) : Optional.empty());
  }

  /** The key of a round. */
  public static Map<String, AttributeValue> key(Round round) {
    return Keys.round(round.group(), round.number());
  }

  /** Whether an item has not expired. */
  public boolean isLive(Map<String, AttributeValue> item) {
    return isLive(item, clock.instant());
  }

  /** Whether an item will not have expired at a time. */
  public static boolean isLive(Map<String, AttributeValue> item, Instant time) {
    AttributeValue expiresAt = item.get(Keys.EXPIRES_AT);
    return expiresAt == null || Long.parseLong(expiresAt.n()) > time.getEpochSecond();
  }

  /** The rounds with these keys that are there, in this order. */
  public List<Round> rounds(List<Map<String, AttributeValue>> keys, Deadline deadline) {
    return inOrder(keys, deadline).filter(this::isLive).map(RoundItems::read).toList();
  }

  /** The rejected record with this key, unless it is gone or expired. */
  public Optional<RejectedInput> rejected(Map<String, AttributeValue> key, Deadline deadline) {
    List<Map<String, AttributeValue>> items =
        rounds.within(deadline).strong().stream(Query.of(Keys.PK, key.get(Keys.PK).s()))
            .map(VersionedItem::attributes)
            .toList();
    return items.stream()
        .filter(item -> Keys.of(item).equals(Keys.of(key)) && isLive(item))
        .findFirst()
        .map(item -> RejectedInput.read(item, items));
  }

  /** The events of a group with these ids that are there, in this order. */
  public List<Map<String, AttributeValue>> events(
      String group, List<String> ids, Deadline deadline) {
    return inOrder(ids.stream().map(id -> Keys.event(group, id)).toList(), deadline).toList();
  }

  /**
   * A page of the events of a round whose members are not listed in it, in the order of their ids.
   *
   * @param limit how many events are read at most, and fewer may be of the round
   * @param afterId where the page before ended
   */
  public MembersPage tagged(
      String group, long round, int limit, Optional<String> afterId, Deadline deadline) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":group", AttributeValue.fromS(group));
    values.put(":events", AttributeValue.fromS(Keys.EVENT));
    String ofRound = "attribute_not_exists(#round) AND attribute_not_exists(#late)";
    Map<String, String> names =
        new HashMap<>(Map.of("#round", ROUND_TAG, "#time", AggregatedEventItems.TIME));
    if (round > 1) {
      ofRound = "#round = :round";
      values.put(":round", AttributeValue.fromN(Long.toString(round)));
    } else {
      names.put("#late", LATE_TAG);
    }
    // Parts have no time.
    String filter = "attribute_exists(#time) AND " + ofRound;
    QueryResponse page =
        client.query(
            request ->
                request
                    .tableName(name)
                    .consistentRead(true)
                    .keyConditionExpression("pk = :group AND begins_with(sk, :events)")
                    .filterExpression(filter)
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values)
                    .exclusiveStartKey(afterId.map(id -> Keys.event(group, id)).orElse(null))
                    .limit(limit)
                    .overrideConfiguration(call -> call.apiCallTimeout(deadline.callTimeout())));
    return new MembersPage(
        page.items(),
        page.hasLastEvaluatedKey()
            ? Optional.of(page.lastEvaluatedKey().get(Keys.SK).s().substring(Keys.EVENT.length()))
            : Optional.empty());
  }

  /** The JSON of an event, from all its items; empty if it was stored without. */
  public Optional<String> json(Map<String, AttributeValue> item, Deadline deadline) {
    if (!ItemParts.hasParts(item)) {
      return Optional.ofNullable(item.get(AggregatedEventItems.EVENT)).map(AttributeValue::s);
    }
    String group = item.get(Keys.PK).s();
    List<Map<String, AttributeValue>> keys =
        ItemParts.sortKeys(item).stream().map(sk -> Keys.key(group, sk)).toList();
    byte[] json = ItemParts.data(item, AggregatedEventItems.EVENT, get(keys, deadline).values());
    return Optional.of(new String(json, StandardCharsets.UTF_8));
  }

  private Stream<Map<String, AttributeValue>> inOrder(
      List<Map<String, AttributeValue>> keys, Deadline deadline) {
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> found = get(keys, deadline);
    return keys.stream().filter(found::containsKey).map(found::get);
  }

  /** The items with these keys that exist, by key. */
  private Map<Map<String, AttributeValue>, Map<String, AttributeValue>> get(
      List<Map<String, AttributeValue>> keys, Deadline deadline) {
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> found = new HashMap<>();
    gets.get(keys.stream().map(Key::new).toList(), true, deadline)
        .forEach((key, item) -> found.put(key.attributes(), item));
    return found;
  }
}
