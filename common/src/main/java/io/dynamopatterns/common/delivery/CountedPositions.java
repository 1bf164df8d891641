package io.dynamopatterns.common.delivery;

import io.dynamopatterns.common.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How far an item has counted each shard of a stream: the sequence number of the last record that
 * it took in, per shard. Kept in the item and written with the count itself, it makes counting
 * exact under redelivery without a transaction: a record at or below the position is in already.
 *
 * <p>Once later records of a shard are counted, a record that Lambda gave up on is also below the
 * position, so it will never be counted. To count such records after all, deliver them in order
 * under one new shard name per shard ({@code redrive.sh} of the Terraform module stream-trigger).
 * Each shard name costs about 90 bytes in the item: one name per record would fill it.
 *
 * <p>It asks that the records of one shard reach the item in order, so the mapping must not split
 * shards ({@code ParallelizationFactor} 1) unless the partition key is the item's key.
 *
 * <p>A shard's position is dropped {@link #MEMORY} after its last record, so that shards closed by
 * resharding leave no trace for ever.
 */
public final class CountedPositions {
  /** Longer than a mapping may hold a Kinesis record: its record age is at most seven days. */
  static final Duration MEMORY = Duration.ofDays(8);

  /** How far the times of records of one shard may run back though their numbers rise. */
  private static final Duration CLOCKS = Duration.ofSeconds(5);

  private record Position(String sequenceNumber, Instant arrival) {}

  private final Map<String, Position> positions = new TreeMap<>();

  /**
   * Reads the positions from an item's attribute.
   *
   * @param attribute the map that {@link #toAttribute} made, or null for an item that has counted
   *     nothing yet
   * @throws IllegalArgumentException if the attribute is something else
   */
  public static CountedPositions of(AttributeValue attribute) {
    CountedPositions counted = new CountedPositions();
    if (attribute != null && !attribute.hasM()) {
      throw new IllegalArgumentException(
          "counted positions must be a map (M), but are " + attribute.type());
    }
    if (attribute != null) {
      attribute
          .m()
          .forEach((shard, value) -> counted.positions.put(shard, parse(shard, value.s())));
    }
    return counted;
  }

  /** The same positions, to be advanced apart from these. */
  public CountedPositions copy() {
    CountedPositions copy = new CountedPositions();
    copy.positions.putAll(positions);
    return copy;
  }

  /** Whether the record at this position has been counted. */
  public boolean contains(String shardId, String sequenceNumber) {
    Position position = positions.get(shardId);
    return position != null && compare(sequenceNumber, position.sequenceNumber()) <= 0;
  }

  /**
   * Whether a record that is {@link #contains in} arrived after all that was counted: then the
   * stream has not kept its order, and it is unknown whether the record was counted. Times are
   * compared to the second, the precision of stream timestamps.
   *
   * @param arrival the record's approximate arrival time
   */
  public boolean isDoubtful(String shardId, String sequenceNumber, Instant arrival) {
    return contains(shardId, sequenceNumber)
        && arrival.getEpochSecond() > positions.get(shardId).arrival().getEpochSecond();
  }

  /** Whether this very record is the last that was counted of the shard. */
  public boolean isLast(String shardId, String sequenceNumber) {
    Position position = positions.get(shardId);
    return position != null && compare(sequenceNumber, position.sequenceNumber()) == 0;
  }

  /**
   * Whether a record is after the position by its number, and before it by its time, by more than
   * clocks are apart. Then what passes for one shard is two.
   *
   * @param arrival the record's approximate arrival time
   */
  public boolean runsBack(String shardId, String sequenceNumber, Instant arrival) {
    Position position = positions.get(shardId);
    return position != null
        && compare(sequenceNumber, position.sequenceNumber()) > 0
        && arrival.plus(CLOCKS).isBefore(position.arrival());
  }

  /**
   * Notes the position of a record that is to be counted.
   *
   * @param now when it was delivered. Its position is kept for some days from then on: a redriven
   *     record may have arrived months ago, and its redrive may still be repeated tomorrow
   * @return whether the record is to be counted: false if it was counted before
   */
  public boolean advance(Delivered<?> delivered, Instant now) {
    if (contains(delivered.shard(), delivered.sequenceNumber())) {
      return false;
    }
    advance(delivered.shard(), delivered.sequenceNumber(), Times.max(now, delivered.arrival()));
    return true;
  }

  /**
   * Notes that all records of the shard up to this one are counted. A position never goes back.
   *
   * @param arrival the record's approximate arrival time
   */
  public void advance(String shardId, String sequenceNumber, Instant arrival) {
    positions.merge(shardId, new Position(sequenceNumber, arrival), CountedPositions::later);
    if (positions.size() > 1) {
      Instant oldest = arrival.minus(MEMORY);
      positions.values().removeIf(position -> position.arrival().isBefore(oldest));
    }
  }

  /** The attribute to store with the item. */
  public AttributeValue toAttribute() {
    Map<String, AttributeValue> map = new HashMap<>();
    positions.forEach(
        (shard, position) ->
            map.put(
                shard,
                AttributeValue.fromS(
                    position.sequenceNumber() + "@" + position.arrival().getEpochSecond())));
    return AttributeValue.fromM(map);
  }

  private static Position later(Position one, Position other) {
    return new Position(
        compare(one.sequenceNumber(), other.sequenceNumber()) > 0
            ? one.sequenceNumber()
            : other.sequenceNumber(),
        one.arrival().isAfter(other.arrival()) ? one.arrival() : other.arrival());
  }

  private static Position parse(String shard, String text) {
    int at = text == null ? -1 : text.indexOf('@');
    if (at < 1) {
      throw new IllegalArgumentException(
          "the counted position of shard %s must be <sequence number>@<epoch seconds>, but is %s"
              .formatted(shard, text));
    }
    return new Position(
        text.substring(0, at), Instant.ofEpochSecond(Long.parseLong(text.substring(at + 1))));
  }

  /** Sequence numbers are decimal numbers without leading zeros, of up to 56 digits or more. */
  private static int compare(String left, String right) {
    return left.length() != right.length()
        ? Integer.compare(left.length(), right.length())
        : left.compareTo(right);
  }
}
