package io.dynamopatterns.periodic.close;

/**
 * What a run did.
 *
 * @param closed buckets that are closed now
 * @param digests digests in the buckets that this run closed
 * @param events events in these digests
 * @param lateEvents those of them that were late
 * @param pending buckets that are due and not closed yet
 */
record CloseResult(int closed, long digests, long events, long lateEvents, int pending) {}
