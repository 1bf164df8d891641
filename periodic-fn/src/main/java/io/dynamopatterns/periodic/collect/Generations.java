package io.dynamopatterns.periodic.collect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The generations that the periods seen last have come to, as a hint where to begin. */
final class Generations {
  private static final int MAX_PERIODS = 1000;

  private final Map<String, Integer> latest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MAX_PERIODS;
        }
      };

  Optional<Integer> of(String period) {
    return Optional.ofNullable(latest.get(period));
  }

  void remember(String period, int generation) {
    latest.put(period, generation);
  }
}
