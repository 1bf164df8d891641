package io.dynamopatterns.eventstore.table;

import io.dynamopatterns.eventstore.event.Event;
import java.util.List;

/**
 * Events that are stored together, and where.
 *
 * @param events of one slot, in the order of their keys
 * @param shard which of the slot's partitions they go to
 */
public record PlacedEvents(List<Event> events, int shard) {}
