package io.dynamopatterns.eventstore.table;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.item.ItemCodec;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.query.MergedItems;
import io.dynamopatterns.common.query.MergedQuery;
import io.dynamopatterns.common.query.SortKeyRange;
import io.dynamopatterns.common.versioned.IdempotentPut;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.common.versioned.WriteOutcome;
import io.dynamopatterns.eventstore.event.Sequence;
import io.dynamopatterns.eventstore.table.ShardState.Claim;
import io.dynamopatterns.eventstore.table.ShardState.Phase;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The states of the source shards in the event table, one item for each, all in one partition so
 * that they are read with one query. Every change is version-checked: who holds an older state
 * changes nothing.
 */
public final class ShardStates {
  private static final String PK = "shards";

  /** How often a shard may be closed while a batch registers it, before the batch fails. */
  private static final int REGISTRATIONS = 5;

  /** Says that all shards are known; sorts before every shard, so it is read before them. */
  private static final String ALL_KNOWN = "!allKnown";

  private static final String PHASE = "phase";
  private static final String SEQUENCE = "sequence";
  private static final String TIME = "time";
  private static final String CLAIMED_AT = "claimedAt";
  private static final String CLAIMED_UP_TO = "claimedUpTo";
  private static final String TURN = "turn";
  private static final String BUFFERED_FROM = "bufferedFrom";
  private static final String BUFFERINGS = "bufferings";
  private static final String CLOSED_AT = "closedAt";
  private static final int PAGE = 1000;

  private final DynamoDbClient client;
  private final String table;
  private final VersionedTable<ShardState> versioned;
  private final Clock clock;

  /**
   * @param clock by which claims are seen to be old
   */
  public ShardStates(DynamoDbClient client, String table, Clock clock) {
    this.client = client;
    this.table = table;
    this.versioned =
        new VersionedTable<>(
            client,
            EventTable.schema(table).as(ItemCodec.of(ShardStates::state, ShardStates::item)));
    this.clock = clock;
  }

  /**
   * How far the store is complete.
   *
   * <p>The query is not a snapshot: a shard may register after the query has passed its place, with
   * the time of another shard that moves on before the query comes to it. So the states are read
   * twice. The first reading holds if the second one finds no shard more. Then every shard that the
   * second one missed registered after the first one had ended, and begins at its watermark or
   * later.
   */
  public Watermark watermark(Deadline deadline) {
    Watermark first = read(deadline);
    Watermark second = read(deadline);
    while (!first.holding().containsAll(second.holding())) {
      first = second;
      second = read(deadline);
    }
    return first;
  }

  private Watermark read(Deadline deadline) {
    MergedItems items =
        new MergedQuery(client, table, true, PAGE, 1)
            .items(List.of(PK), SortKeyRange.all(), deadline);
    boolean allKnown = false;
    List<ShardState> states = new ArrayList<>();
    while (items.hasNext()) {
      Map<String, AttributeValue> item = items.next();
      if (item.get(EventItems.SK).s().equals(ALL_KNOWN)) {
        allKnown = true;
      } else {
        states.add(state(item));
      }
    }
    return new Watermark(allKnown, List.copyOf(states));
  }

  /** Notes that every shard of the stream is registered. */
  public void allAreKnown(Deadline deadline) {
    Key key = key(ALL_KNOWN);
    if (versioned.within(deadline).stored(key).isEmpty()) {
      new IdempotentPut(client, EventTable.schema(table))
          .within(deadline)
          .ifAbsent(key.attributes());
    }
  }

  /** A shard's state, if it has one. */
  public Optional<VersionedItem<ShardState>> find(String shard) {
    return versioned.get(key(shard));
  }

  /**
   * The state of a shard that counts for the watermark; registers it if need be.
   *
   * <p>A new shard first holds the watermark, and only then gets the time from which its events may
   * be stored: that of the watermark which is read after it was seen to hold it. So no reader has
   * ever been given a watermark beyond that time.
   */
  public VersionedItem<ShardState> active(String shard, Deadline deadline) {
    for (int registration = 0; registration < REGISTRATIONS; registration++) {
      VersionedItem<ShardState> held = registered(shard, deadline);
      // Closed since it was registered, it does not hold the watermark, so it registers anew.
      if (held.value().phase() == Phase.ACTIVE) {
        return held;
      }
    }
    throw new NotDoneException(
        "table %s: shard %s was closed each of %d times that it was registered"
            .formatted(table, shard, REGISTRATIONS));
  }

  private VersionedItem<ShardState> registered(String shard, Deadline deadline) {
    Optional<VersionedItem<ShardState>> known = find(shard);
    if (known.isPresent() && known.get().value().phase() == Phase.ACTIVE) {
      return known.get();
    }
    if (known.isEmpty() || known.get().value().phase() == Phase.CLOSED) {
      Instant floor = othersUntil(shard, deadline);
      change(shard, deadline, state -> registering(state, floor));
    }
    Instant floor = othersUntil(shard, deadline);
    return change(
        shard,
        deadline,
        state ->
            state.phase() == Phase.REGISTERING
                ? state.in(Phase.ACTIVE, floor, Optional.empty())
                : state);
  }

  /**
   * Claims the shard for a batch that begins to be stored: from now on until all of it is stored,
   * its time stands still, so that every attempt to store the batch gives the same times.
   *
   * @param upTo the last sequence number of the batch
   * @return the new state, or empty if another function changed it meanwhile
   */
  public Optional<VersionedItem<ShardState>> claim(
      VersionedItem<ShardState> held, String upTo, boolean buffered, Deadline deadline) {
    return replace(held, held.value().claimed(clock.instant(), upTo, buffered), deadline);
  }

  /**
   * All up to this sequence number is stored. The claim ends unless it covers more.
   *
   * @param upTo the last sequence number of the batch
   * @param lastTime the last store time of the batch
   * @param nextTurn which partition the next pack goes to
   * @return the new state, or empty if another writer changed it meanwhile
   */
  public Optional<VersionedItem<ShardState>> stored(
      VersionedItem<ShardState> held,
      String upTo,
      Instant lastTime,
      long nextTurn,
      Deadline deadline) {
    return replace(held, held.value().stored(upTo, lastTime, nextTurn), deadline);
  }

  /** Moves the time of a shard where nothing waits; false if another writer was faster. */
  public boolean advance(VersionedItem<ShardState> held, Instant to, Deadline deadline) {
    return replace(held, held.value().advanced(to), deadline).isPresent();
  }

  /** Lets a shard go that is closed and read to its end; false if another function was faster. */
  public boolean close(VersionedItem<ShardState> held, Instant now, Deadline deadline) {
    return replace(held, held.value().in(Phase.CLOSED, Instant.EPOCH, Optional.of(now)), deadline)
        .isPresent();
  }

  /** Forgets a shard that was closed. */
  public void forget(VersionedItem<ShardState> held, Deadline deadline) {
    versioned.within(deadline).delete(held);
  }

  /**
   * Notes that the pump has moved what was in the buffer when it read this state.
   *
   * @param before the state before the pump began
   */
  public void pumped(ShardState before, Deadline deadline) {
    change(
        before.shard(),
        deadline,
        state -> {
          boolean nothingSince =
              before.claim().isEmpty() && state.bufferings() == before.bufferings();
          return state.bufferedFrom().isEmpty()
              ? state
              : state.pumped(
                  nothingSince
                      ? Optional.empty()
                      : Optional.of(Times.max(state.bufferedFrom().get(), before.time())));
        });
  }

  /**
   * Any reader that has not seen this shard has been given a watermark of at most this time. A
   * shard that registers at the same time does not count: it holds the watermark, but its time may
   * be before one that a reader was given already.
   */
  private Instant othersUntil(String shard, Deadline deadline) {
    Watermark watermark = read(deadline);
    return new Watermark(
            watermark.allKnown(),
            watermark.shards().stream()
                .filter(state -> !state.shard().equals(shard))
                .filter(state -> state.phase() != Phase.REGISTERING)
                .toList())
        .time();
  }

  private static ShardState registering(ShardState state, Instant floor) {
    return switch (state.phase()) {
      case REGISTERING, ACTIVE -> state;
      case CLOSED -> state.in(Phase.REGISTERING, floor, Optional.empty());
    };
  }

  /** Changes a state, that of a shard never heard of being CLOSED. */
  private VersionedItem<ShardState> change(
      String shard, Deadline deadline, UnaryOperator<ShardState> change) {
    return versioned
        .within(deadline)
        .update(
            key(shard),
            current -> {
              ShardState next = change.apply(current.orElseGet(() -> unheardOf(shard)));
              return current.equals(Optional.of(next)) ? Optional.empty() : Optional.of(next);
            })
        .orElseThrow()
        .orElseThrow();
  }

  private Optional<VersionedItem<ShardState>> replace(
      VersionedItem<ShardState> held, ShardState next, Deadline deadline) {
    WriteOutcome<ShardState> outcome = versioned.within(deadline).replace(held, next);
    return outcome instanceof WriteOutcome.LostRace<?> ? Optional.empty() : outcome.orElseThrow();
  }

  private static ShardState unheardOf(String shard) {
    return new ShardState(
        shard,
        Phase.CLOSED,
        Sequence.NONE,
        Instant.EPOCH,
        Optional.empty(),
        Integer.toUnsignedLong(shard.hashCode()),
        Optional.empty(),
        0,
        Optional.empty());
  }

  private static Key key(String shard) {
    return new Key(EventTable.key(PK, shard));
  }

  static Map<String, AttributeValue> item(ShardState state) {
    Map<String, AttributeValue> item = new HashMap<>(EventTable.key(PK, state.shard()));
    item.put(PHASE, AttributeValue.fromS(state.phase().name()));
    item.put(SEQUENCE, AttributeValue.fromS(state.sequence()));
    item.put(TIME, time(state.time()));
    state
        .claim()
        .ifPresent(
            claim -> {
              item.put(CLAIMED_AT, time(claim.at()));
              item.put(CLAIMED_UP_TO, AttributeValue.fromS(claim.upTo()));
            });
    item.put(TURN, AttributeValue.fromN(Long.toString(state.turn())));
    state.bufferedFrom().ifPresent(from -> item.put(BUFFERED_FROM, time(from)));
    item.put(BUFFERINGS, AttributeValue.fromN(Long.toString(state.bufferings())));
    state.closedAt().ifPresent(at -> item.put(CLOSED_AT, time(at)));
    return item;
  }

  static ShardState state(Map<String, AttributeValue> item) {
    return new ShardState(
        item.get(EventItems.SK).s(),
        Phase.valueOf(item.get(PHASE).s()),
        item.get(SEQUENCE).s(),
        Times.parse(item.get(TIME).s()),
        time(item, CLAIMED_AT).map(at -> new Claim(at, claimedUpTo(item))),
        Long.parseLong(item.get(TURN).n()),
        time(item, BUFFERED_FROM),
        Long.parseLong(item.get(BUFFERINGS).n()),
        time(item, CLOSED_AT));
  }

  /** A claim from before this was recorded ends with the next batch. */
  private static String claimedUpTo(Map<String, AttributeValue> item) {
    return Optional.ofNullable(item.get(CLAIMED_UP_TO))
        .map(AttributeValue::s)
        .orElse(Sequence.NONE);
  }

  private static AttributeValue time(Instant time) {
    return AttributeValue.fromS(Times.text(time));
  }

  private static Optional<Instant> time(Map<String, AttributeValue> item, String attribute) {
    return Optional.ofNullable(item.get(attribute)).map(value -> Times.parse(value.s()));
  }
}
