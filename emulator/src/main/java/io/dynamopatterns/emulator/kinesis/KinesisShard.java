package io.dynamopatterns.emulator.kinesis;

import io.dynamopatterns.emulator.keep.KeptLines;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One shard: an append-only list of records for a range of hash keys. */
public final class KinesisShard {
  private static final int POSITION_DIGITS = 48;

  private final String id;
  private final int index;
  private final BigInteger firstHashKey;
  private final BigInteger lastHashKey;
  private final List<KinesisRecord> records = new ArrayList<>();
  private final Optional<KeptLines> kept;

  /**
   * @param kept has the records that a shard before this one left, and gets those of this one
   */
  KinesisShard(
      int index, BigInteger firstHashKey, BigInteger lastHashKey, Optional<KeptLines> kept) {
    this.id = "shardId-%012d".formatted(index);
    this.index = index;
    this.firstHashKey = firstHashKey;
    this.lastHashKey = lastHashKey;
    this.kept = kept;
    kept.ifPresent(lines -> lines.before().forEach(line -> records.add(record(line))));
  }

  /** Partition key, time and data: none of these texts has a space. */
  private KinesisRecord record(String line) {
    String[] parts = line.split(" ", -1);
    return new KinesisRecord(
        sequenceNumber(records.size()),
        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
        Base64.getDecoder().decode(parts[2]),
        Instant.parse(parts[1]));
  }

  private static String line(KinesisRecord record) {
    return URLEncoder.encode(record.partitionKey(), StandardCharsets.UTF_8)
        + ' '
        + record.arrived()
        + ' '
        + Base64.getEncoder().encodeToString(record.data());
  }

  public String id() {
    return id;
  }

  BigInteger firstHashKey() {
    return firstHashKey;
  }

  BigInteger lastHashKey() {
    return lastHashKey;
  }

  boolean holds(BigInteger hashKey) {
    return hashKey.compareTo(firstHashKey) >= 0 && hashKey.compareTo(lastHashKey) <= 0;
  }

  synchronized KinesisRecord append(String partitionKey, byte[] data, Instant now) {
    KinesisRecord record =
        new KinesisRecord(sequenceNumber(records.size()), partitionKey, data, now);
    kept.ifPresent(lines -> lines.add(line(record)));
    records.add(record);
    return record;
  }

  /** The records from a position on, at most {@code limit}. */
  public synchronized List<KinesisRecord> read(int position, int limit) {
    int end = Math.min(records.size(), position + limit);
    return position >= end ? List.of() : List.copyOf(records.subList(position, end));
  }

  /** The position of the first record that arrived at a time or after it. */
  synchronized int positionAt(Instant time) {
    int position = 0;
    while (position < records.size() && records.get(position).arrived().isBefore(time)) {
      position++;
    }
    return position;
  }

  /** How many records the shard holds. */
  public synchronized int size() {
    return records.size();
  }

  String startingSequenceNumber() {
    return sequenceNumber(0);
  }

  /**
   * The position of a record.
   *
   * @throws IllegalArgumentException if this shard has given no record the number
   */
  synchronized int position(String sequenceNumber) {
    int digits = sequenceNumber.length() - POSITION_DIGITS;
    if (digits > 0 && sequenceNumber.matches("\\d+")) {
      long position = Long.parseLong(sequenceNumber.substring(digits)) - 1;
      if (position >= 0
          && position < records.size()
          && sequenceNumber(Math.toIntExact(position)).equals(sequenceNumber)) {
        return Math.toIntExact(position);
      }
    }
    throw new IllegalArgumentException(
        "No record of " + id + " has the sequence number " + sequenceNumber);
  }

  /** 56 digits as the service has them, rising within the shard. */
  private String sequenceNumber(int position) {
    return ("4960%04d%0" + POSITION_DIGITS + "d").formatted(index, position + 1);
  }
}
