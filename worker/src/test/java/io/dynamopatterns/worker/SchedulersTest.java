package io.dynamopatterns.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.kinesis.retrieval.RecordsFetcherFactory;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

class SchedulersTest {
  private final WorkerSettings settings =
      WorkerSettings.from(
          Map.of(
              "WORKER_NAME", "orders",
              "WORKER_STREAM_ARN", "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks",
              "WORKER_HANDLER", "com.example.Handler",
              "WORKER_ON_FAILURE_ARN", "arn:aws:s3:::failed",
              "WORKER_TIMEOUT_SECONDS", "60"));

  @Test
  void anOwnerHasLongerToHandAShardOverThanItsInvocationsMayRun() {
    long millis =
        new Schedulers(settings, "worker-1")
            .create(() -> null)
            .leaseManagementConfig()
            .gracefulLeaseHandoffConfig()
            .gracefulLeaseHandoffTimeoutMillis();

    assertThat(millis).isGreaterThan(settings.patience().toMillis());
  }

  @Test
  void recordsAndBytesLimitWhatIsReadAheadAndNoEmptyReadsWhileAShardsEndWaits() {
    RecordsFetcherFactory ahead =
        ((PollingConfig)
                new Schedulers(settings, "worker-1")
                    .create(() -> null)
                    .retrievalConfig()
                    .retrievalSpecificConfig())
            .recordsFetcherFactory();

    assertThat(ahead.maxRecordsCount()).isEqualTo(3000);
    assertThat(ahead.maxByteSize()).isEqualTo(4 << 20);
    Duration oneRecordThatFails =
        settings
            .patience()
            .plusSeconds(16)
            .multipliedBy(1 + settings.mapping().maximumRetries().orElseThrow());
    assertThat(Duration.ofMillis(250).multipliedBy(ahead.maxPendingProcessRecordsInput()))
        .isGreaterThan(oneRecordThatFails.multipliedBy(2));
  }
}
