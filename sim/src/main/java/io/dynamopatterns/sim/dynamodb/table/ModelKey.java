package io.dynamopatterns.sim.dynamodb.table;

import io.dynamopatterns.sim.dynamodb.value.Attribute;

/**
 * The key of an item.
 *
 * @param sort NULL in a table without a sort key
 */
public record ModelKey(Attribute partition, Attribute sort) {}
