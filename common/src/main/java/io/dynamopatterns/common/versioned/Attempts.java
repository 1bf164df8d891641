package io.dynamopatterns.common.versioned;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;

/**
 * The attempts that the SDK made of one request. Its exceptions only tell of the last one; whether
 * an earlier one may have been applied unheard is told by its metrics.
 */
final class Attempts implements MetricPublisher {
  /** How the SDK's metrics name a throttled attempt; such an attempt was not applied. */
  private static final String THROTTLING = "Throttling";

  private final List<MetricCollection> attempts = new ArrayList<>();

  /** Called by the SDK before the request returns or throws. */
  @Override
  public void publish(MetricCollection call) {
    attempts.addAll(call.children());
  }

  /** Whether an attempt before the last may have been applied. */
  boolean perhapsAppliedBeforeTheLast() {
    return attempts.stream()
        .limit(Math.max(0, attempts.size() - 1))
        .flatMap(attempt -> attempt.metricValues(CoreMetric.ERROR_TYPE).stream())
        .anyMatch(error -> !error.equals(THROTTLING));
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
