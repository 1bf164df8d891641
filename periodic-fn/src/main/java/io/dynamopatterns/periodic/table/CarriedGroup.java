package io.dynamopatterns.periodic.table;

import java.time.Instant;

/**
 * A group that is larger than a chunk, as far as it was read.
 *
 * @param events how many of its events the chunks so far hold
 * @param first the time of the first
 * @param last the time of the last
 */
public record CarriedGroup(String group, long events, Instant first, Instant last) {}
