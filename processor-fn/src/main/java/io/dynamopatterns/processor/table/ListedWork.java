package io.dynamopatterns.processor.table;

import java.time.Instant;
import java.util.Optional;

/**
 * What the index shows of a work item. It follows the table by moments.
 *
 * @param changedAt since when it is in its state
 * @param position its place in the index; a list continues after it
 */
public record ListedWork(
    String id,
    String type,
    int attempts,
    int hops,
    Instant changedAt,
    Optional<Instant> notBefore,
    String position) {}
