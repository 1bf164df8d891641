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
record CloseResult(int closed, long digests, long events, long lateEvents, int pending) {
  static final CloseResult NOTHING = new CloseResult(0, 0, 0, 0, 0);

  CloseResult plusClosed(long moreDigests, long moreEvents, boolean late) {
    return new CloseResult(
        closed + 1,
        digests + moreDigests,
        events + moreEvents,
        lateEvents + (late ? moreEvents : 0),
        pending);
  }

  CloseResult plusPending() {
    return new CloseResult(closed, digests, events, lateEvents, pending + 1);
  }
}
