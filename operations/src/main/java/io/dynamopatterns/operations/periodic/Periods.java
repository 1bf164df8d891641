package io.dynamopatterns.operations.periodic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Periods, as requests name them. */
final class Periods {
  static final String FROM = "The first day, by any time of it. Default: yesterday.";
  static final String TO = "The last day, by any time of it. Default: today.";
  static final String PERIOD = "The period, such as 2026-11-20T10:00Z.";
  static final String GENERATION = "Which digest of it: 0, or that of what came late.";

  private Periods() {}

  /** A request about whole days. */
  static ObjectNode ofDays(
      String operation, Optional<Instant> from, Optional<Instant> to, Session session) {
    Instant now = session.times().clock().instant();
    return Json.object()
        .put("operation", operation)
        .put("from", from.orElse(now.minus(Duration.ofDays(1))).toString())
        .put("to", to.orElse(now).toString());
  }

  /** A request about a period. */
  static ObjectNode of(String operation, String period, int generation) {
    return Json.object()
        .put("operation", operation)
        .put("period", period)
        .put("generation", generation);
  }
}
