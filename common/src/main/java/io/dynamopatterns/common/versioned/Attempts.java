package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.client.ThrottlingReasons;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.http.HttpMetric;
import software.amazon.awssdk.http.HttpStatusCode;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;

/**
 * The attempts that the SDK made of one request. Its exceptions report the last one only; its
 * metrics show whether an earlier one may have been applied without an answer. (A request that
 * brings a publisher of its own is not seen by those of its client.)
 */
final class Attempts implements MetricPublisher {
  /** How the SDK's metrics name a throttled attempt. */
  private static final String THROTTLING = "Throttling";

  private final List<MetricCollection> attempts = new ArrayList<>();
  private final Set<String> throttlingReasons = new LinkedHashSet<>();

  /** The settings of the request: its attempts are noted here, and end soon after the deadline. */
  AwsRequestOverrideConfiguration until(Deadline deadline) {
    return AwsRequestOverrideConfiguration.builder()
        .addMetricPublisher(this)
        .putExecutionAttribute(ThrottlingReasons.KEPT_IN, throttlingReasons)
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
        .anyMatch(attempt -> !isRefused(attempt) && !isThrottled(attempt));
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

  /** How a write ends that failed this way until its retries were used up. */
  <T> WriteOutcome<T> outcome(SdkException e) {
    SendFailure failure = failure(e);
    return failure == SendFailure.THROTTLED && e instanceof SdkClientException
        ? new WriteOutcome.Throttled<>(reason())
        : failure.outcome(e);
  }

  private String reason() {
    return throttlingReasons.isEmpty()
        ? "throttled until the time ran out; ClientSettings would have kept the reason"
        : String.join(", ", throttlingReasons);
  }

  /** Whether DynamoDB answered that it did not apply the attempt. */
  private static boolean isRefused(MetricCollection attempt) {
    return attempt.metricValues(HttpMetric.HTTP_STATUS_CODE).contains(HttpStatusCode.BAD_REQUEST);
  }

  private static boolean isThrottled(MetricCollection attempt) {
    return attempt.metricValues(CoreMetric.ERROR_TYPE).contains(THROTTLING);
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
