package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.Deadline;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;

/**
 * The attempts that the SDK made of one request. Its exceptions only tell of the last one; whether
 * an earlier one may have been applied unheard is told by its metrics. (A request that brings a
 * publisher of its own is not seen by those of its client.)
 */
final class Attempts implements MetricPublisher {
  /** How the SDK's metrics name a throttled attempt; such an attempt was not applied. */
  private static final String THROTTLING = "Throttling";

  private final List<MetricCollection> attempts = new ArrayList<>();

  /** The settings of the request: its attempts are noted here, and end soon after the deadline. */
  AwsRequestOverrideConfiguration until(Deadline deadline) {
    return AwsRequestOverrideConfiguration.builder()
        .addMetricPublisher(this)
        .apiCallTimeout(deadline.callTimeout())
        .build();
  }

  /** Called by the SDK before the request returns or throws. */
  @Override
  public void publish(MetricCollection call) {
    attempts.addAll(call.children());
  }

  /** Whether an attempt before the last may have been applied. */
  boolean perhapsAppliedBeforeTheLast() {
    return attempts.stream()
        .limit(Math.max(0, attempts.size() - 1))
        .anyMatch(attempt -> !isThrottled(attempt));
  }

  /** What a failure of the request means, in the light of its attempts. */
  SendFailure failure(SdkException e) {
    SendFailure failure = SendFailure.of(e);
    boolean waited = failure == SendFailure.AMBIGUOUS && !attempts.isEmpty();
    // The time may run out while the SDK waits to repeat a throttled attempt.
    return waited && attempts.stream().allMatch(Attempts::isThrottled)
        ? SendFailure.THROTTLED
        : failure;
  }

  private static boolean isThrottled(MetricCollection attempt) {
    return attempt.metricValues(CoreMetric.ERROR_TYPE).contains(THROTTLING);
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
