package io.dynamopatterns.worker;

import java.time.Instant;
import java.util.Optional;

/**
 * Records of a shard that are taken and not answered.
 *
 * @param oldest when the oldest of them arrived
 */
record Unanswered(int records, Optional<Instant> oldest) {
  static final Unanswered NONE = new Unanswered(0, Optional.empty());
}
