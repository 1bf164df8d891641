package io.dynamopatterns.eventstore.watermark;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the watermark needs to know of the stream. */
public interface SourceStream {
  /** The shards of the stream, open or closed, whose records it has not forgotten. */
  List<String> shards();

  /**
   * Looks for records behind a sequence number.
   *
   * @param sequence the sequence number, or {@code 0} for the shard's beginning
   * @param since where the look may begin: what arrived before it need not be found. Empty if all
   *     behind the sequence number must be
   */
  Tail behind(String shard, String sequence, Optional<Instant> since);

  /** What is behind a sequence number. */
  sealed interface Tail {
    /** There are records, or nobody could say in time. */
    record Waiting() implements Tail {}

    /** Nothing was there when it was asked, and something may come. */
    record Empty() implements Tail {}

    /**
     * Nothing is there and nothing will come: the shard is closed.
     *
     * @param children the shards that go on where it ended, where the stream says so
     */
    record Ended(List<String> children) implements Tail {}
  }
}
