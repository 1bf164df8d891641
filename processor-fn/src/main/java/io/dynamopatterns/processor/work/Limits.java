package io.dynamopatterns.processor.work;

import java.time.Duration;

/**
 * What work may take.
 *
 * @param lease for how long a run is in charge without saving progress
 * @param maxAttempts failures in a row after which work has failed
 * @param hopLimit runs after which work has failed, unless its item says otherwise
 * @param retention how long work is kept after its end, or zero for ever
 */
public record Limits(Duration lease, int maxAttempts, int hopLimit, Duration retention) {}
