package io.dynamopatterns.sim.lambda;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;

/**
 * What a function gets with its event.
 *
 * @param clock of the machine that it runs on
 */
public record SimulatedInvocation(Clock clock, Deadline deadline, Telemetry telemetry) {
  /** A run that has time enough, such as an oracle's. */
  public static SimulatedInvocation unlimited(Clock clock) {
    return new SimulatedInvocation(
        clock, Deadline.after(Duration.ofDays(1)), Telemetry.of("simulated", "oracle", "request"));
  }
}
