package io.dynamopatterns.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SchedulersTest {
  @Test
  void anOwnerHasLongerToHandAShardOverThanItsInvocationsMayRun() {
    WorkerSettings settings =
        WorkerSettings.from(
            Map.of(
                "WORKER_NAME", "orders",
                "WORKER_STREAM_ARN", "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks",
                "WORKER_HANDLER", "com.example.Handler",
                "WORKER_ON_FAILURE_ARN", "arn:aws:s3:::failed",
                "WORKER_TIMEOUT_SECONDS", "60"));

    long millis =
        new Schedulers(settings, "worker-1")
            .create(() -> null)
            .leaseManagementConfig()
            .gracefulLeaseHandoffConfig()
            .gracefulLeaseHandoffTimeoutMillis();

    assertThat(millis).isGreaterThan(settings.patience().toMillis());
  }
}
