package io.dynamopatterns.bench.compare;

import io.dynamopatterns.bench.compare.Appender.Answered;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares what the callers of appends were answered with the list as it is stored at last. Each
 * element is appended by one call.
 */
final class AppendJudge {
  static final String LOST = "lost";
  static final String DOUBLED = "doubled";
  static final String DENIED = "refused, yet stored";
  static final String UNKNOWN = "unknown";
  static final String UPDATES = "updates";

  private final Map<String, Answered> answers = Collections.synchronizedMap(new HashMap<>());

  void answered(String element, Answered answer) {
    answers.put(element, answer);
  }

  void judge(List<String> stored, Findings findings) {
    Map<String, Integer> times = new HashMap<>();
    stored.forEach(element -> times.merge(element, 1, Integer::sum));
    // What a writer that died had appended has no answer, and may be in the list once.
    findings.found(DOUBLED, times.values().stream().filter(often -> often > 1).count());
    findings.judged(UPDATES, answers.size());
    answers.forEach(
        (element, answer) -> {
          boolean isStored = times.containsKey(element);
          if (answer == Answered.DONE && !isStored) {
            findings.found(LOST, 1);
          } else if (answer == Answered.REFUSED && isStored) {
            findings.found(DENIED, 1);
          } else if (answer == Answered.UNKNOWN) {
            findings.found(UNKNOWN, 1);
          }
        });
  }

  static List<String> elements(Optional<Map<String, Attribute>> item) {
    return item
        .map(stored -> stored.get("elements"))
        .map(list -> ((Attribute.L) list).elements())
        .orElse(List.of())
        .stream()
        .map(element -> ((Attribute.S) element).value())
        .toList();
  }
}
