package io.dynamopatterns.aggregator.table;

import io.dynamopatterns.aggregator.round.CountedStream;
import io.dynamopatterns.aggregator.round.Round;
import io.dynamopatterns.aggregator.round.RoundState;
import io.dynamopatterns.aggregator.round.Tally;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.delivery.CountedPositions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rounds as items: one item for each, {@code #head#} and its number. */
public final class RoundItems {
  /** What the filters of the stream select by. */
  static final String STATE = "state";

  private static final String ROUND = "round";
  private static final String COUNT = "count";
  private static final String LATE = "late";
  private static final String SOURCES = "sources";
  private static final String MARKS = "marks";
  private static final String MEMBERS = "members";
  private static final String TAGGED = "tagged";
  private static final String CLOSED_AT = "closedAt";
  private static final String COUNTED = "counted";
  private static final String SPLIT = "split";

  private static final String ANEW = "anew";

  private RoundItems() {}

  /**
   * The item of a round. It is in the index only while it is open.
   *
   * @param lastHeard when it was last heard of
   */
  static Map<String, AttributeValue> of(
      Round round, int indexShards, Duration retention, Instant lastHeard) {
    Map<String, AttributeValue> item = new TreeMap<>(Keys.round(round.group(), round.number()));
    item.put(STATE, AttributeValue.fromS(round.state().name()));
    item.put(ROUND, number(round.number()));
    Tally tally = round.tally();
    item.put(COUNT, number(tally.count()));
    item.put(LATE, number(tally.late()));
    Map<String, AttributeValue> sources = new TreeMap<>();
    tally.sources().forEach((source, count) -> sources.put(source, number(count)));
    item.put(SOURCES, AttributeValue.fromM(sources));
    if (!tally.marks().isEmpty()) {
      item.put(MARKS, AttributeValue.fromSs(tally.marks().stream().sorted().toList()));
    }
    tally
        .members()
        .ifPresent(
            ids ->
                item.put(
                    MEMBERS,
                    AttributeValue.fromL(ids.stream().map(AttributeValue::fromS).toList())));
    if (round.tagged()) {
      item.put(TAGGED, AttributeValue.fromBool(true));
    }
    item.put(COUNTED, round.counted().positions().toAttribute());
    if (round.counted().split()) {
      item.put(SPLIT, AttributeValue.fromBool(true));
    }
    item.put(Keys.INDEX_TIME, AttributeValue.fromS(Times.text(round.openSince())));
    round.closedAt().ifPresent(time -> item.put(CLOSED_AT, AttributeValue.fromS(Times.text(time))));
    if (round.isOpen()) {
      item.put(
          Keys.INDEX_SHARD,
          AttributeValue.fromS(Keys.indexShard(IndexKind.OPEN, round.group(), indexShards)));
    }
    if (!retention.isZero()) {
      item.put(Keys.EXPIRES_AT, Keys.expiresAt(lastHeard, retention));
    }
    return item;
  }

  /**
   * Marks the item that takes the place of a forgotten round. If the round is complete at once, the
   * stream shows a change from closed to closed, as for a late event: the mark distinguishes the
   * two.
   */
  static void markAnew(Map<String, AttributeValue> item) {
    item.put(ANEW, AttributeValue.fromS("yes"));
  }

  /**
   * The round that an item holds.
   *
   * @throws IllegalArgumentException if this code cannot have written it, naming the attribute
   */
  public static Round read(Map<String, AttributeValue> item) {
    String group = item.get(Keys.PK).s();
    try {
      return new Round(
          group,
          Long.parseLong(item.get(ROUND).n()),
          RoundState.valueOf(item.get(STATE).s()),
          tally(item),
          item.containsKey(TAGGED),
          Times.parse(item.get(Keys.INDEX_TIME).s()),
          Optional.ofNullable(item.get(CLOSED_AT)).map(time -> Times.parse(time.s())),
          new CountedStream(CountedPositions.of(item.get(COUNTED)), item.containsKey(SPLIT)));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the round %s is not what this function writes: %s"
              .formatted(item.get(Keys.SK).s(), e.getMessage()),
          e);
    }
  }

  private static Tally tally(Map<String, AttributeValue> item) {
    return new Tally(
        Long.parseLong(item.get(COUNT).n()),
        Long.parseLong(item.get(LATE).n()),
        item.get(SOURCES).m().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, source -> Long.parseLong(source.getValue().n()))),
        item.containsKey(MARKS) ? Set.copyOf(item.get(MARKS).ss()) : Set.of(),
        Optional.ofNullable(item.get(MEMBERS))
            .map(ids -> ids.l().stream().map(AttributeValue::s).toList()));
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }
}
