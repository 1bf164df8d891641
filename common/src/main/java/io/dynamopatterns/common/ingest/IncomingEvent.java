package io.dynamopatterns.common.ingest;

import java.time.Instant;
import java.util.Optional;

/**
 * An event as it came in.
 *
 * @param group the key that it is collected under
 * @param id by which its duplicates are recognised; unique within its group
 * @param source where it comes from, if it says so itself
 * @param time when it happened, in milliseconds
 * @param json the whole event, as it came
 */
public record IncomingEvent(
    String group, String id, Optional<String> source, Instant time, String json) {}
