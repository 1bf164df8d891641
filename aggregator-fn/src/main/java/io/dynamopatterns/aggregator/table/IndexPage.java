package io.dynamopatterns.aggregator.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A page of one key of the index, oldest first.
 *
 * @param entries the keys of what is listed, in the index and in the table
 * @param next where the page ended, if there may be more
 */
public record IndexPage(
    List<Map<String, AttributeValue>> entries, Optional<Map<String, AttributeValue>> next) {}
