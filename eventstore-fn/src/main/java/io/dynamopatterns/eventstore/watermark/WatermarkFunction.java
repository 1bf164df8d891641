package io.dynamopatterns.eventstore.watermark;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Leases;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.eventstore.table.EventTable;
import io.dynamopatterns.eventstore.table.ShardState;
import io.dynamopatterns.eventstore.table.ShardState.Claim;
import io.dynamopatterns.eventstore.table.ShardState.Phase;
import io.dynamopatterns.eventstore.table.ShardStates;
import io.dynamopatterns.eventstore.table.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Moves the watermark on where nothing arrives: registers new shards, lets closed ones go, and
 * advances the time of those in which nothing waits.
 *
 * <p>A batch on its way cannot be overtaken: it has claimed its shard, which this leaves alone, or
 * it will find the state changed and take its times from the new one.
 *
 * <p>All times are those of Kinesis, not of the machine that this runs on: a shard's time never
 * goes back, so a wrong clock would move it for good.
 */
public final class WatermarkFunction {
  /**
   * How far an idle shard's time stays before the time at which Kinesis says that it is idle. A
   * record that is shown later, or stamped by a clock that is late, is stored with a time a little
   * later than its arrival, never with one before the watermark.
   */
  static final Duration MARGIN = Duration.ofSeconds(10);

  /** Longer than a function can run: the function that made an older claim is dead. */
  static final Duration DEAD_CLAIM = Duration.ofMinutes(16);

  /** Longer than a mapping may hold a record of a shard that Kinesis has forgotten. */
  static final Duration MEMORY = Duration.ofDays(8);

  private final EventTable table;
  private final ShardStates states;
  private final SourceStream stream;

  public WatermarkFunction(EventTable table, ShardStates states, SourceStream stream) {
    this.table = table;
    this.states = states;
    this.stream = stream;
  }

  /** Looks at every shard once, or at as many as the time allows. */
  public Map<String, Object> advance(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    table.open(deadline);
    SourceStream.Listing listing = stream.shards();
    Set<String> listed = new HashSet<>(listing.shards());
    Watermark before = states.watermark(deadline);
    register(listed, before, deadline);
    if (!before.allKnown()) {
      states.allAreKnown(deadline);
    }
    Optional<RuntimeException> failure = lookAtAll(listed, listing.at(), deadline, telemetry);
    Watermark after = states.watermark(deadline);
    Duration lag = Duration.between(after.time(), listing.at());
    telemetry.seconds("WatermarkLagSeconds", lag.isNegative() ? Duration.ZERO : lag);
    failure.ifPresent(
        first -> {
          throw first;
        });
    return new Answer().put("watermark", after.time()).put("shards", after.shards().size()).json();
  }

  /** A shard that cannot be looked at does not keep the others back. */
  private Optional<RuntimeException> lookAtAll(
      Set<String> listed, Instant now, Deadline deadline, Telemetry telemetry) {
    Optional<RuntimeException> failure = Optional.empty();
    for (ShardState state : states.watermark(deadline).shards()) {
      if (!deadline.passed()) {
        try {
          look(state, listed, now, deadline, telemetry);
        } catch (RuntimeException e) {
          telemetry.error("shard not looked at", e, "shard", state.shard());
          failure = failure.isPresent() ? failure : Optional.of(e);
        }
      }
    }
    return failure;
  }

  /** New shards hold the watermark before anything else moves it. */
  private void register(Set<String> listed, Watermark known, Deadline deadline) {
    Set<String> registered = new HashSet<>();
    for (ShardState state : known.shards()) {
      if (state.phase() == Phase.REGISTERING) {
        states.active(state.shard(), deadline);
      }
      registered.add(state.shard());
    }
    listed.stream()
        .filter(shard -> !registered.contains(shard))
        .sorted()
        .forEach(shard -> states.active(shard, deadline));
  }

  private void look(
      ShardState known, Set<String> listed, Instant now, Deadline deadline, Telemetry telemetry) {
    Optional<VersionedItem<ShardState>> found = states.find(known.shard());
    if (found.isEmpty()) {
      return;
    }
    VersionedItem<ShardState> held = found.get();
    if (held.value().phase() == Phase.ACTIVE) {
      lookAtActive(held, listed.contains(known.shard()), now, deadline, telemetry);
    } else if (held.value().phase() == Phase.CLOSED
        && !listed.contains(known.shard())
        && held.value().closedAt().orElseThrow().isBefore(now.minus(MEMORY))) {
      states.forget(held, deadline);
    }
  }

  private void lookAtActive(
      VersionedItem<ShardState> held,
      boolean listed,
      Instant now,
      Deadline deadline,
      Telemetry telemetry) {
    ShardState state = held.value();
    boolean claimed = state.claim().filter(claim -> isAlive(claim, now)).isPresent();
    boolean nothingToGain = listed && !state.time().isBefore(now.minus(MARGIN));
    if (claimed || nothingToGain) {
      return;
    }
    SourceStream.Tail tail =
        listed
            ? stream.after(state.shard(), state.sequence(), since(state))
            : new SourceStream.Tail.Ended(List.of());
    boolean changed =
        switch (tail) {
          case SourceStream.Tail.Waiting waiting -> true;
          case SourceStream.Tail.Empty empty ->
              states.advance(held, empty.at().minus(MARGIN), deadline);
          case SourceStream.Tail.Ended ended -> close(held, ended.children(), now, deadline);
        };
    telemetry.count("Overtaken", changed ? 0 : 1);
  }

  /** Claims are of the clocks of other functions, so one that is far ahead is dead, too. */
  private static boolean isAlive(Claim claim, Instant now) {
    return !Leases.isOver(claim.at().plus(DEAD_CLAIM), now, DEAD_CLAIM);
  }

  /**
   * Where the look may begin. A record that arrived before the shard's time and was never claimed
   * need not be found: it will be stored at that time or later. A record of a claim may be stored
   * already, by a function that died. Its store time then follows from the shard's time of now, so
   * it must be found, however early it arrived.
   */
  private static Optional<Instant> since(ShardState state) {
    return Optional.of(state.time().minus(MARGIN))
        .filter(time -> state.claim().isEmpty() && time.isAfter(Instant.EPOCH));
  }

  private boolean close(
      VersionedItem<ShardState> held, List<String> children, Instant now, Deadline deadline) {
    children.stream()
        .filter(child -> states.find(child).isEmpty())
        .forEach(child -> states.active(child, deadline));
    // What is in the buffer still holds the watermark.
    return held.value().bufferedFrom().isPresent() || states.close(held, now, deadline);
  }
}
