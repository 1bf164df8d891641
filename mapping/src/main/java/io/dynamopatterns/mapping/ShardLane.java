package io.dynamopatterns.mapping;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The records of one shard whose keys fall to one of its parallel readers: one batch at a time, in
 * order.
 */
public final class ShardLane {
  /** The most bytes of one invocation. */
  static final int MAX_EVENT_BYTES = 6 * 1024 * 1024;

  /** While the fleet waits to settle, a window ends this long after the last record. */
  private static final long QUIET_NANOS = Duration.ofMillis(40).toNanos();

  private final MappingSpec spec;
  private final BatchDelivery delivery;
  private final Consumer<List<SourceRecord>> done;
  private final int capacity;
  private final Deque<SourceRecord> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean delivering;
  private boolean awaited;
  private long lastArrival;

  /**
   * @param done gets each batch once it is delivered or given up on
   */
  ShardLane(MappingSpec spec, BatchDelivery delivery, Consumer<List<SourceRecord>> done) {
    this.done = done;
    this.spec = spec;
    this.delivery = delivery;
    this.capacity = Math.max(1000, spec.batchSize());
  }

  /** Adds records once there is room; they become visible to the reader all at once. */
  synchronized void offer(Collection<SourceRecord> records) throws InterruptedException {
    if (records.isEmpty()) {
      return;
    }
    while (waiting.size() >= capacity || waitingBytes >= MAX_EVENT_BYTES) {
      wait();
    }
    waiting.addAll(records);
    records.forEach(record -> waitingBytes += record.bytes());
    lastArrival = System.nanoTime();
    notifyAll();
  }

  /** Whether the fleet waits to settle, so that a window ends when its shard is quiet. */
  public synchronized void await(boolean now) {
    awaited = now;
    notifyAll();
  }

  synchronized boolean isIdle() {
    return waiting.isEmpty() && !delivering;
  }

  /** Delivers the next batch once it has filled up or its window has passed. */
  public void deliverNext() throws InterruptedException {
    deliver(awaitBatch());
  }

  /** Delivers all that waits, without waiting for a window. */
  public void drain() throws InterruptedException {
    while (!isIdle()) {
      deliver(takeBatch());
    }
  }

  private void deliver(List<SourceRecord> batch) throws InterruptedException {
    try {
      delivery.deliver(batch);
      done.accept(batch);
    } finally {
      synchronized (this) {
        delivering = false;
      }
    }
  }

  private synchronized List<SourceRecord> awaitBatch() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    long end = System.nanoTime() + spec.batchWindow().toNanos();
    long left = untilEnd(end);
    while (left > 0 && !isFull()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = untilEnd(end);
    }
    return takeBatch();
  }

  private long untilEnd(long windowEnd) {
    long now = System.nanoTime();
    return awaited ? Math.min(windowEnd - now, lastArrival + QUIET_NANOS - now) : windowEnd - now;
  }

  private boolean isFull() {
    return waiting.size() >= spec.batchSize() || waitingBytes > MAX_EVENT_BYTES;
  }

  /** Up to the batch size and 6 MB, but always one record. */
  private synchronized List<SourceRecord> takeBatch() {
    List<SourceRecord> batch = new ArrayList<>();
    long bytes = BatchEvent.OVERHEAD;
    while (!waiting.isEmpty() && batch.size() < spec.batchSize()) {
      bytes += waiting.peek().bytes() + 1;
      if (bytes > MAX_EVENT_BYTES && !batch.isEmpty()) {
        break;
      }
      waitingBytes -= waiting.peek().bytes();
      batch.add(waiting.poll());
    }
    delivering = true;
    notifyAll();
    return batch;
  }
}
