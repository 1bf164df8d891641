package io.dynamopatterns.sim.dynamodb.table;

import io.dynamopatterns.sim.dynamodb.value.Attribute;

/** Where a partition key falls, from 0 to {@link #END}, spread evenly. */
public final class Hashes {
  public static final long END = 1L << 32;

  private Hashes() {}

  public static long of(Attribute partition) {
    // The finalizer of MurmurHash3: similar keys fall far apart.
    int hash = partition.hashCode();
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return Integer.toUnsignedLong(hash ^ hash >>> 16);
  }
}
