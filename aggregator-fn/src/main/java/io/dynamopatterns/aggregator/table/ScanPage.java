package io.dynamopatterns.aggregator.table;

import io.dynamopatterns.aggregator.round.Round;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Rounds that a page of the table has.
 *
 * @param damaged why a round cannot be read, by its group: another program has changed it
 * @param next where the page ended, if there may be more
 */
public record ScanPage(
    List<Round> rounds, Map<String, String> damaged, Optional<Map<String, AttributeValue>> next) {}
