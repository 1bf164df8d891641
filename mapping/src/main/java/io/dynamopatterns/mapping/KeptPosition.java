package io.dynamopatterns.mapping;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How far the records of a shard are done with: delivered, filtered, or given up on. It outlives
 * the process. Records after it are delivered again by the next reader, those before it never.
 */
public final class KeptPosition {
  /** A record between its reading and its end. */
  private static final class Reading {
    private final SourceRecord record;
    private boolean done;

    Reading(SourceRecord record) {
      this.record = record;
    }
  }

  private final Consumer<String> store;
  private final Deque<Reading> open = new ArrayDeque<>();
  private final Map<BigInteger, Reading> bySequence = new HashMap<>();
  private Optional<BigInteger> position;

  /**
   * @param reached the sequence number that the reader before this one has reached, if any
   * @param store receives each sequence number that is reached
   */
  public KeptPosition(Optional<String> reached, Consumer<String> store) {
    this.store = store;
    this.position = reached.map(BigInteger::new);
  }

  public synchronized boolean isKnown() {
    return position.isPresent();
  }

  /** Whether a reader before this one is done with a record. */
  synchronized boolean isDone(SourceRecord record) {
    return position.filter(reached -> sequence(record).compareTo(reached) <= 0).isPresent();
  }

  /** Leaves out all up to a record, as a mapping does that begins at LATEST. */
  synchronized void skipTo(SourceRecord record) {
    position = Optional.of(sequence(record));
    // As the stream writes it: DynamoDB Local takes no sequence number without its leading zeros.
    store.accept(record.sequenceNumber());
  }

  /**
   * Adds what a reader has read.
   *
   * @return the records that are new: neither done with nor on their way from an earlier read
   */
  synchronized List<SourceRecord> read(List<SourceRecord> records) {
    List<SourceRecord> fresh = new ArrayList<>();
    for (SourceRecord record : records) {
      Reading reading = new Reading(record);
      if (!isDone(record) && bySequence.putIfAbsent(sequence(record), reading) == null) {
        open.add(reading);
        fresh.add(record);
      }
    }
    return fresh;
  }

  synchronized void done(Collection<SourceRecord> records) {
    records.forEach(record -> bySequence.get(sequence(record)).done = true);
    SourceRecord reached = null;
    while (!open.isEmpty() && open.peek().done) {
      reached = open.poll().record;
      bySequence.remove(sequence(reached));
    }
    if (reached != null && !isDone(reached)) {
      skipTo(reached);
    }
  }

  /** When the oldest record arrived that is read and not done. */
  public synchronized Optional<Instant> oldest() {
    return Optional.ofNullable(open.peek()).map(reading -> reading.record.arrived());
  }

  /** How many records are read and not done. */
  public synchronized int unanswered() {
    return Math.toIntExact(open.stream().filter(reading -> !reading.done).count());
  }

  private static BigInteger sequence(SourceRecord record) {
    return new BigInteger(record.sequenceNumber());
  }
}
