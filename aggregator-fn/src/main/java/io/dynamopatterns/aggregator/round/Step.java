package io.dynamopatterns.aggregator.round;

import java.util.List;

/**
 * One write of a round.
 *
 * @param round the round as it is to be written
 * @param tags what its events are to be tagged with before
 * @param counted how many events the write counts
 * @param late how many events it counts as late
 */
public record Step(Round round, List<Tag> tags, int counted, int late) {}
