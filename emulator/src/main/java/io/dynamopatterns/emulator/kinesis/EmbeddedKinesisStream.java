package io.dynamopatterns.emulator.kinesis;

import io.dynamopatterns.emulator.keep.KeptLines;
import io.dynamopatterns.mapping.StateException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A stream in memory. Records go to shards by the MD5 of their partition key, as in Kinesis. */
public final class EmbeddedKinesisStream {
  private static final BigInteger HASH_KEYS = BigInteger.TWO.pow(128);

  private final String name;
  private final Clock clock;
  private final List<KinesisShard> shards;

  public EmbeddedKinesisStream(String name, int shardCount, Clock clock) {
    this(name, shardCount, clock, Optional.empty());
  }

  /**
   * @param kept holds a file for each shard, by which its records outlive this stream
   */
  public EmbeddedKinesisStream(String name, int shardCount, Clock clock, Optional<Path> kept) {
    this.name = name;
    kept.ifPresent(directory -> requireSameShards(directory.resolve(name), shardCount));
    this.clock = clock;
    List<KinesisShard> all = new ArrayList<>();
    BigInteger width = HASH_KEYS.divide(BigInteger.valueOf(shardCount));
    for (int i = 0; i < shardCount; i++) {
      BigInteger first = width.multiply(BigInteger.valueOf(i));
      BigInteger next = i == shardCount - 1 ? HASH_KEYS : first.add(width);
      int index = i;
      all.add(
          new KinesisShard(
              i,
              first,
              next.subtract(BigInteger.ONE),
              kept.map(
                  directory -> new KeptLines(directory.resolve(name).resolve(index + ".jsonl")))));
    }
    shards = List.copyOf(all);
  }

  private void requireSameShards(Path directory, int shardCount) {
    long before = 0;
    while (Files.exists(directory.resolve(before + ".jsonl"))) {
      before++;
    }
    if (before > 0 && before != shardCount) {
      throw new StateException(
          "the kept stream '%s' has %d shards, the deployment's has %d: keep it elsewhere, or delete the directory"
              .formatted(name, before, shardCount));
    }
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

  /** Where a record was stored. */
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
