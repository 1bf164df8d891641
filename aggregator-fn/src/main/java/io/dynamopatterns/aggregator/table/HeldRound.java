package io.dynamopatterns.aggregator.table;

import io.dynamopatterns.aggregator.round.Round;
import io.dynamopatterns.common.versioned.VersionedItem;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A round, and the version of its item that the caller holds.
 *
 * @param expired whether the retention has forgotten it; DynamoDB deletes it days later
 */
public record HeldRound(
    Round round, VersionedItem<Map<String, AttributeValue>> item, boolean expired) {}
