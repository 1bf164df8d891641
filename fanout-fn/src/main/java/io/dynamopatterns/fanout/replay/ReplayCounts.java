package io.dynamopatterns.fanout.replay;

import io.dynamopatterns.common.telemetry.Telemetry;
import java.util.LinkedHashMap;
import java.util.Map;

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

  Map<String, Object> answer() {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("read", baselines + filtered + matched);
    answer.put("baselines", baselines);
    answer.put("filtered", filtered);
    answer.put("matched", matched);
    answer.put("sent", sent);
    answer.put("refused", refused);
    answer.put("imagesOmitted", imagesOmitted);
    return answer;
  }
}
