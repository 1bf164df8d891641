package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.item.Key;

/** An item of a table, by its key, whether it exists or not. */
public record ItemReference<T>(VersionedSchema<T> schema, Key key) {}
