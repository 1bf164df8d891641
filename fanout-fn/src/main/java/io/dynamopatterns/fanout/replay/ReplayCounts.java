package io.dynamopatterns.fanout.replay;

import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.telemetry.Telemetry;

/** What one call of a replay has read and sent. */
final class ReplayCounts {
  /** Baselines say how an item was found, not that it changed: no subscriber heard of them. */
  long baselines;

  /** Changes that the subscriber's filter does not let through. */
  long filtered;

  /** Changes that it does. */
  long matched;

  long sent;

  /** Messages that the queue will never take. */
  long refused;

  long imagesOmitted;

  /** Adds what was read, but not what was sent, which is counted as it happens. */
  void add(ReplayCounts chunk) {
    baselines += chunk.baselines;
    filtered += chunk.filtered;
    matched += chunk.matched;
    imagesOmitted += chunk.imagesOmitted;
  }

  void report(Telemetry telemetry) {
    telemetry.count("Replayed", sent);
    telemetry.count("ReplaysRefused", refused);
    telemetry.count("ImagesOmitted", imagesOmitted);
  }

  Answer answer() {
    return new Answer()
        .put("read", baselines + filtered + matched)
        .put("baselines", baselines)
        .put("filtered", filtered)
        .put("matched", matched)
        .put("sent", sent)
        .put("refused", refused)
        .put("imagesOmitted", imagesOmitted);
  }
}
