package io.dynamopatterns.eventstore.table;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.eventstore.event.Sequence;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a shard of the stream is stored. Times that are not known yet are the epoch.
 *
 * @param shard the source shard
 * @param phase whether it counts for the watermark
 * @param sequence every record up to this sequence number is stored, {@code 0} for none
 * @param time every event that will be stored from now on has this store time or a later one
 * @param claim the records that a function began to store and that are not all known to be stored
 * @param turn which partition the next pack goes to
 * @param bufferedFrom where events may be in the buffer still: those before this time are not
 * @param bufferings how many batches began to be stored through the buffer
 * @param closedAt when it was found to be closed and read to its end
 */
public record ShardState(
    String shard,
    Phase phase,
    String sequence,
    Instant time,
    Optional<Claim> claim,
    long turn,
    Optional<Instant> bufferedFrom,
    long bufferings,
    Optional<Instant> closedAt) {

  /** Whether a shard counts. */
  public enum Phase {
    /** It holds the watermark, but has no time yet from which its events may be stored. */
    REGISTERING,
    /** It holds the watermark. */
    ACTIVE,
    /** It is read to its end, and holds nothing. Should it be heard of again, it registers anew. */
    CLOSED
  }

  /**
   * Records that may be in the store although {@code sequence} has not reached them: a function
   * began to store them, and no function has reported the last of them as stored. Until then the
   * shard's time stands still, so that every attempt gives them the same store times.
   *
   * @param at when the latest of these functions began
   * @param upTo the highest sequence number among the records of all of them
   */
  public record Claim(Instant at, String upTo) {}

  /** All events of the shard before this time are stored in the event table. */
  public Instant visibleUntil() {
    return bufferedFrom.orElse(time);
  }

  /** A batch begins to be stored, up to this sequence number. */
  ShardState claimed(Instant now, String upTo, boolean buffered) {
    String claimedUpTo =
        claim.map(Claim::upTo).filter(before -> Sequence.compare(before, upTo) > 0).orElse(upTo);
    return new ShardState(
        shard,
        phase,
        sequence,
        time,
        Optional.of(new Claim(now, claimedUpTo)),
        turn,
        buffered ? Optional.of(visibleUntil()) : bufferedFrom,
        buffered ? bufferings + 1 : bufferings,
        closedAt);
  }

  /**
   * The batch is stored, up to this sequence number and with times up to this one. A claim lasts
   * until all of its records are stored: the batch may be the first half of one whose function
   * died.
   */
  ShardState stored(String upTo, Instant lastTime, long nextTurn) {
    return new ShardState(
        shard,
        phase,
        upTo,
        Times.max(time, lastTime),
        claim.filter(claimed -> Sequence.compare(claimed.upTo(), upTo) > 0),
        nextTurn,
        bufferedFrom,
        bufferings,
        closedAt);
  }

  /** Nothing waits in the stream after the sequence number; what comes has this time or later. */
  ShardState advanced(Instant to) {
    return in(phase, to, closedAt);
  }

  /** The same shard, without a claim, in a phase and from a time on. */
  ShardState in(Phase newPhase, Instant floor, Optional<Instant> newClosedAt) {
    return new ShardState(
        shard,
        newPhase,
        sequence,
        Times.max(time, floor),
        Optional.empty(),
        turn,
        bufferedFrom,
        bufferings,
        newClosedAt);
  }

  /** Where events may be in the buffer still, after the pump. */
  ShardState pumped(Optional<Instant> from) {
    return new ShardState(shard, phase, sequence, time, claim, turn, from, bufferings, closedAt);
  }
}
