package io.dynamopatterns.common.versioned;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item of a table, by its key, whether it exists or not. */
public record ItemReference(VersionedSchema schema, Map<String, AttributeValue> key) {}
