package io.dynamopatterns.aggregator.round;

import io.dynamopatterns.aggregator.rule.AggregatedEvent;
import java.time.Instant;

/**
 * An event with its place in the stream of the table.
 *
 * @param stream names the stream: a table that is given a new one counts anew
 * @param sequenceNumber rises with every record of the stream that concerns one group
 * @param arrival when the event was stored, to the second
 */
public record StreamedEvent(
    AggregatedEvent event, String stream, String sequenceNumber, Instant arrival) {}
