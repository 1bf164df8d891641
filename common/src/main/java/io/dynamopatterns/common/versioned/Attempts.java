package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.client.AttemptReports;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.http.HttpMetric;
import software.amazon.awssdk.http.HttpStatusCode;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The attempts that the SDK made of one request. Its exceptions report the last one only; this
 * knows whether an earlier one may have been applied without an answer.
 *
 * <p>They are those that {@link AttemptReports} sees. A client that was made without it has them in
 * its metrics, which take more CPU and have no reasons for throttling. (A request that brings its
 * own publisher is not seen by those of its client.)
 */
final class Attempts implements AttemptReports.Listener, MetricPublisher {
  /** How the SDK's metrics name a throttled attempt. */
  private static final String THROTTLING = "Throttling";

  private final boolean reported;
  private final List<Attempt> attempts = new ArrayList<>();
  private List<String> throttlingReasons = List.of();

  /**
   * @param refused whether DynamoDB answered that it did not apply the attempt
   */
  private record Attempt(boolean refused, boolean throttled) {
    static final Attempt UNANSWERED = new Attempt(false, false);

    boolean isPerhapsApplied() {
      return !refused && !throttled;
    }
  }

  /** Where the attempts of a client's calls are noted. */
  static final class Source {
    private final DynamoDbClient client;

    /** Known once a call is made; a table can be described without a client. */
    private volatile Boolean reported;

    Source(DynamoDbClient client) {
      this.client = client;
    }

    Attempts ofCall() {
      if (reported == null) {
        reported = AttemptReports.areMadeBy(client);
      }
      return new Attempts(reported);
    }
  }

  private Attempts(boolean reported) {
    this.reported = reported;
  }

  /** The settings of the request: its attempts are noted here, and end soon after the deadline. */
  AwsRequestOverrideConfiguration until(Deadline deadline) {
    AwsRequestOverrideConfiguration.Builder settings =
        AwsRequestOverrideConfiguration.builder().apiCallTimeout(deadline.callTimeout());
    return reported
        ? settings.putExecutionAttribute(AttemptReports.LISTENER, this).build()
        : settings.addMetricPublisher(this).build();
  }

  @Override
  public void sent() {
    attempts.add(Attempt.UNANSWERED);
  }

  @Override
  public void refused(int status, boolean throttled, List<String> reasons) {
    attempts.set(attempts.size() - 1, new Attempt(status == HttpStatusCode.BAD_REQUEST, throttled));
    if (!reasons.isEmpty()) {
      throttlingReasons = reasons.stream().distinct().toList();
    }
  }

  /** Called by the SDK before the request returns or throws. */
  @Override
  public void publish(MetricCollection call) {
    for (MetricCollection attempt : call.children()) {
      attempts.add(
          new Attempt(
              attempt
                  .metricValues(HttpMetric.HTTP_STATUS_CODE)
                  .contains(HttpStatusCode.BAD_REQUEST),
              attempt.metricValues(CoreMetric.ERROR_TYPE).contains(THROTTLING)));
    }
  }

  /** Whether an attempt before the last may have been applied. */
  boolean perhapsAppliedBeforeTheLast() {
    return attempts.stream()
        .limit(Math.max(0, attempts.size() - 1))
        .anyMatch(Attempt::isPerhapsApplied);
  }

  /** What a failure of the request means, in the light of its attempts. */
  SendFailure failure(SdkException e) {
    SendFailure failure = SendFailure.of(e);
    boolean waited = failure == SendFailure.AMBIGUOUS && !attempts.isEmpty();
    // The time may run out while the SDK waits to repeat a throttled attempt.
    return waited && attempts.stream().allMatch(Attempt::throttled)
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
        ? "throttled until the time ran out; make the client with ClientSettings.apply to see DynamoDB's reason"
        : String.join(", ", throttlingReasons);
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
