package io.dynamopatterns.sim.lambda;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.telemetry.Telemetry;
import java.time.Clock;

/**
 * What a function gets with its event.
 *
 * @param clock of the machine that it runs on
 */
public record Invocation(Clock clock, Deadline deadline, Telemetry telemetry) {}
