package io.dynamopatterns.aggregator.rule;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * How far a round has come.
 *
 * @param group the group's key
 * @param round the number of the round, from 1
 * @param count its events so far, at least 1
 * @param sources how many of them came from each source
 * @param marks what the rule had the round remember of them
 * @param openSince when its first event arrived, to the second
 */
public record RoundProgress(
    String group,
    long round,
    long count,
    Map<String, Long> sources,
    Set<String> marks,
    Instant openSince) {}
