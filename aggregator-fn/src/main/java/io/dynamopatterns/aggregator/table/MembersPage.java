package io.dynamopatterns.aggregator.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A page of the events of a group.
 *
 * @param items the events' items, without parts
 * @param lastId the id at which the page ended, if there may be more
 */
public record MembersPage(List<Map<String, AttributeValue>> items, Optional<String> lastId) {}
