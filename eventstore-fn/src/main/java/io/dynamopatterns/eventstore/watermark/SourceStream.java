package io.dynamopatterns.eventstore.watermark;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the watermark needs to know of the stream. Its times are those of the stream's own clock.
 */
public interface SourceStream {
  /** The shards of the stream, open or closed, whose records it has not forgotten. */
  Listing shards();

  /**
   * Looks for records after a sequence number.
   *
   * @param sequence the sequence number, or {@code 0} for the shard's beginning
   * @param since where the look may begin: what arrived before it need not be found. Empty if all
   *     after the sequence number must be
   */
  Tail after(String shard, String sequence, Optional<Instant> since);

  /**
   * The shards.
   *
   * @param at when the stream listed them
   */
  record Listing(List<String> shards, Instant at) {}

  /** What is stored in a shard after a sequence number. */
  sealed interface Tail {
    /** There are records, or the stream did not say in time. */
    record Waiting() implements Tail {}

    /**
     * Nothing was there when the stream was asked, and something may come.
     *
     * @param at no later than the moment for which this is known
     */
    record Empty(Instant at) implements Tail {}

    /**
     * Nothing is there and nothing will come: the shard is closed.
     *
     * @param children the shards that continue where it ended, where the stream says so
     */
    record Ended(List<String> children) implements Tail {}
  }
}
