package io.dynamopatterns.sim.schedule;

import io.dynamopatterns.mapping.VirtualClock;
import io.dynamopatterns.sim.dynamodb.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Runs actors by turns: each stops before every call that it makes, and a seed decides which one
 * continues. At any moment one thread runs, so a history follows from its seed. Time passes by a
 * little with each step, and to the next waking actor when none can move.
 */
public final class Scheduler {
  /** A call takes up to this long. */
  private static final int CALL_MILLIS = 20;

  private final RandomGenerator random;
  private final VirtualClock clock;
  private final boolean hasSdk;
  private final List<SimulatedActor> actors = new ArrayList<>();
  private final List<Late> late = new ArrayList<>();

  private record Late(Instant time, Runnable step) {}

  /**
   * @param hasSdk whether its actors make their requests by the SDK's own clients
   */
  public Scheduler(RandomGenerator random, VirtualClock clock, boolean hasSdk) {
    this.random = random;
    this.clock = clock;
    this.hasSdk = hasSdk;
  }

  public VirtualClock clock() {
    return clock;
  }

  /**
   * Starts a program, up to its first stop.
   *
   * @param wire the way of its requests to DynamoDB
   */
  public SimulatedActor start(String name, Wire wire, Runnable program) {
    SimulatedActor actor = new SimulatedActor(name, clock, wire, hasSdk, program);
    actors.add(actor);
    actor.begin();
    return actor;
  }

  /**
   * Runs something at one of the steps after a delay, such as a request that arrives late.
   *
   * @param delay zero for one of the next steps
   */
  public void later(Duration delay, Runnable step) {
    late.add(new Late(clock.instant().plus(delay), step));
  }

  /** The actors that have not ended. */
  public List<SimulatedActor> running() {
    actors.removeIf(SimulatedActor::hasEnded);
    return List.copyOf(actors);
  }

  /**
   * Moves one actor to its next stop, or lets a late request arrive.
   *
   * @return false if nothing can move, now or at any later time
   */
  public boolean step() {
    clock.advance(Duration.ofMillis(random.nextInt(CALL_MILLIS)));
    List<SimulatedActor> awake = awake();
    List<Late> arriving = arriving();
    if (awake.isEmpty() && arriving.isEmpty()) {
      Optional<Instant> next = nextWaking();
      if (next.isEmpty()) {
        return false;
      }
      clock.advanceTo(next.get());
      awake = awake();
      arriving = arriving();
    }
    int chosen = random.nextInt(awake.size() + arriving.size());
    if (chosen < awake.size()) {
      awake.get(chosen).move(random);
    } else {
      Late arrived = arriving.get(chosen - awake.size());
      late.remove(arrived);
      arrived.step().run();
    }
    return true;
  }

  /** Ends all actors: those that wait for more would keep their threads, and all that they know. */
  public void end() {
    running().forEach(SimulatedActor::end);
  }

  private List<Late> arriving() {
    Instant now = clock.instant();
    return late.stream().filter(each -> !each.time().isAfter(now)).toList();
  }

  private List<SimulatedActor> awake() {
    actors.removeIf(SimulatedActor::hasEnded);
    List<SimulatedActor> awake = new ArrayList<>(actors.size());
    for (SimulatedActor actor : actors) {
      if (actor.isAwake()) {
        awake.add(actor);
      }
    }
    return awake;
  }

  private Optional<Instant> nextWaking() {
    return Stream.concat(
            actors.stream().map(SimulatedActor::wakesAt).flatMap(Optional::stream),
            late.stream().map(Late::time))
        .min(Comparator.naturalOrder());
  }
}
