package io.dynamopatterns.aggregator.round;

import java.util.List;
import java.util.Optional;

/**
 * What events make of a group.
 *
 * @param steps the writes, in their order; the first is of the stored round, unless that is closed
 *     and events open the next
 * @param repeated how many events were counted before
 * @param doubtful the event of which that is unknown, if there is one; nothing from it on is in the
 *     steps
 */
public record Plan(List<Step> steps, int repeated, Optional<StreamedEvent> doubtful) {}
