package io.dynamopatterns.sim.lambda;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.schedule.SimulatedActor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Runs functions. */
public final class Lambda {
  /** After this time Lambda gives a run up. */
  public static final Duration TIMEOUT = Duration.ofMinutes(1);

  private static final Duration MARGIN = Duration.ofSeconds(3);
  private static final int MOST_SKEW_SECONDS = 30;
  private static final int FATEFUL_CALLS = 12;

  /** In seconds. A short one ends before another run takes the place of this one. */
  private static final List<Integer> LONGEST_PAUSES = List.of(4, 20, 60, 20 * 60);

  private final World world;

  public Lambda(World world) {
    this.world = world;
  }

  /** Starts a run, on its own machine. */
  public <A> SimulatedRun<A> start(String function, Function<SimulatedInvocation, A> body) {
    return start(function, fate(), body);
  }

  /** Starts a run that pauses before its first batch, if runs pause in this history. */
  public <A> SimulatedRun<A> startPausing(
      String function, Duration pause, Function<SimulatedInvocation, A> body) {
    boolean pauses = world.faults().isPlanned(FaultClass.ZOMBIE, 1);
    return start(
        function,
        new SimulatedRun.Fate(0, false, pauses ? SimulatedRun.Fate.FIRST_BATCH : 0, pause),
        body);
  }

  private <A> SimulatedRun<A> start(
      String function, SimulatedRun.Fate fate, Function<SimulatedInvocation, A> body) {
    SimulatedRun<A> run = new SimulatedRun<>(world.wire(), world.clock(), world.faults(), fate);
    Clock clock = Clock.offset(world.clock(), skew());
    SimulatedActor actor =
        world
            .scheduler()
            .start(
                function,
                run::send,
                () -> {
                  Deadline deadline =
                      Deadline.after(limit().minus(MARGIN), SimulatedActor.current().waiting());
                  try (Telemetry telemetry = Telemetry.of("simulated", function, "request")) {
                    run.answer(body.apply(new SimulatedInvocation(clock, deadline, telemetry)));
                  }
                });
    run.begin(actor);
    return run;
  }

  private SimulatedRun.Fate fate() {
    boolean dies = world.faults().isPlanned(FaultClass.DEATH);
    boolean pauses = world.faults().isPlanned(FaultClass.ZOMBIE);
    return new SimulatedRun.Fate(
        dies ? call() : 0,
        world.random().nextBoolean(),
        pauses ? call() : 0,
        Duration.ofMillis(world.random().nextInt(1_000 * world.any(LONGEST_PAUSES))));
  }

  /** Most runs make few calls, so it is one of the first ones more often. */
  private int call() {
    return world.once(3)
        ? SimulatedRun.Fate.FIRST_BATCH
        : 1 + world.random().nextInt(1 + world.random().nextInt(FATEFUL_CALLS));
  }

  /** A run that reaches its deadline has little time from the beginning. */
  private Duration limit() {
    return world.faults().happens(FaultClass.TIMEOUT)
        ? MARGIN.plusMillis(world.random().nextInt(500))
        : TIMEOUT;
  }

  private Duration skew() {
    return world.faults().happens(FaultClass.CLOCK_SKEW)
        ? Duration.ofSeconds(world.random().nextInt(2 * MOST_SKEW_SECONDS + 1) - MOST_SKEW_SECONDS)
        : Duration.ZERO;
  }
}
