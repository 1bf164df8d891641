package io.dynamopatterns.periodic.period;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * An event's key in 16 bytes, for manifests and for shards: the first half of its SHA-256, long
 * enough that nobody finds two keys with one.
 */
public record EventHash(long high, long low) {
  /** The bytes of a hash. */
  public static final int BYTES = 2 * Long.BYTES;

  /** The hash of a key, as its text. */
  public static EventHash of(String sortKey) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(sortKey.getBytes(StandardCharsets.UTF_8));
      return read(ByteBuffer.wrap(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Reads the next hash. */
  public static EventHash read(ByteBuffer bytes) {
    return new EventHash(bytes.getLong(), bytes.getLong());
  }

  /** Writes this hash. */
  public void write(ByteBuffer bytes) {
    bytes.putLong(high).putLong(low);
  }

  /** One of so many shards, always the same, each as likely. */
  public int shard(int shards) {
    return (int) Long.remainderUnsigned(low, shards);
  }

  /** As 32 hexadecimal digits. */
  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}
