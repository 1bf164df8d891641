package io.dynamopatterns.periodic.period;

import io.dynamopatterns.common.Sha256;
import java.nio.ByteBuffer;

/**
 * An event's key in 16 bytes, for manifests and for shards: the first half of its SHA-256, long
 * enough that two keys never share one.
 */
public record EventHash(long high, long low) {
  /** The bytes of a hash. */
  public static final int BYTES = 2 * Long.BYTES;

  /** The hash of a key, as its text. */
  public static EventHash of(String sortKey) {
    return read(ByteBuffer.wrap(Sha256.of(sortKey)));
  }

  /** Reads the next hash. */
  public static EventHash read(ByteBuffer bytes) {
    return new EventHash(bytes.getLong(), bytes.getLong());
  }

  /** Writes this hash. */
  public void write(ByteBuffer bytes) {
    bytes.putLong(high).putLong(low);
  }

  /** One of this many shards, always the same, each as likely. */
  public int shard(int shards) {
    return (int) Long.remainderUnsigned(low, shards);
  }

  /** As 32 hexadecimal digits. */
  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}
