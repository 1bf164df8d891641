package io.dynamopatterns.local.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A stream in memory. Records go to shards by the MD5 of their partition key, as in Kinesis. */
public final class KinesisStream {
  private static final BigInteger HASH_KEYS = BigInteger.TWO.pow(128);

  private final String name;
  private final Clock clock;
  private final List<KinesisShard> shards;

  public KinesisStream(String name, int shardCount, Clock clock) {
    this.name = name;
    this.clock = clock;
    List<KinesisShard> all = new ArrayList<>();
    BigInteger width = HASH_KEYS.divide(BigInteger.valueOf(shardCount));
    for (int i = 0; i < shardCount; i++) {
      BigInteger first = width.multiply(BigInteger.valueOf(i));
      BigInteger next = i == shardCount - 1 ? HASH_KEYS : first.add(width);
      all.add(new KinesisShard(i, first, next.subtract(BigInteger.ONE)));
    }
    shards = List.copyOf(all);
  }

  public String name() {
    return name;
  }

  public List<KinesisShard> shards() {
    return shards;
  }

  /** How many records it has. */
  public long size() {
    return shards.stream().mapToLong(KinesisShard::size).sum();
  }

  /** Where a record came to lie. */
  public record Placed(String shardId, String sequenceNumber) {}

  /** Appends one record. */
  public Placed put(String partitionKey, byte[] data) {
    return put(partitionKey, hashKey(partitionKey), data);
  }

  Placed put(String partitionKey, BigInteger hashKey, byte[] data) {
    KinesisShard shard =
        shards.stream().filter(candidate -> candidate.holds(hashKey)).findFirst().orElseThrow();
    return new Placed(
        shard.id(), shard.append(partitionKey, data, clock.instant()).sequenceNumber());
  }

  static boolean isHashKey(BigInteger hashKey) {
    return hashKey.signum() >= 0 && hashKey.compareTo(HASH_KEYS) < 0;
  }

  private static BigInteger hashKey(String partitionKey) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(partitionKey.getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
