package io.dynamopatterns.processor.table;

import java.time.Instant;
import java.util.Optional;

/**
 * What the index shows of a piece of work. It follows the table by moments.
 *
 * @param changedAt since when it is in its state
 * @param position where it lies in the index; a list goes on behind it
 */
public record ListedWork(
    String id,
    String type,
    int attempts,
    int hops,
    Instant changedAt,
    Optional<Instant> notBefore,
    String position) {}
