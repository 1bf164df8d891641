package io.dynamopatterns.eventstore.table;

import io.dynamopatterns.eventstore.event.SlotWidth;

/**
 * What holds for a store as long as it lives.
 *
 * @param width how long its slots are
 * @param stream the stream whose events it has; shards of another have the same names
 * @param secret by which its cursors are signed; not to be modified
 */
public record StoreHead(SlotWidth width, String stream, byte[] secret) {}
