package io.dynamopatterns.periodic.table;

import java.time.Instant;

/**
 * Says that a runner is at work on a bucket, so that others leave it alone. It saves work and no
 * more: what two runners do at once is the same, and the version of the head lets only one
 * continue.
 *
 * @param runner who
 * @param until for how long
 */
public record Lease(String runner, Instant until) {}
