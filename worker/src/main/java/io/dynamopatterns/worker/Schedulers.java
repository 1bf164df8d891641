package io.dynamopatterns.worker;

import com.amazonaws.services.dynamodbv2.streamsadapter.AmazonDynamoDBStreamsAdapterClient;
import com.amazonaws.services.dynamodbv2.streamsadapter.StreamsSchedulerFactory;
import com.amazonaws.services.dynamodbv2.streamsadapter.polling.DynamoDBStreamsPollingConfig;
import io.dynamopatterns.mapping.StreamKind;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.CoordinatorConfig;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.lifecycle.LifecycleConfig;
import software.amazon.kinesis.metrics.MetricsConfig;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.ProcessorConfig;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.processor.StreamTracker;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.RetrievalConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** Sets up the Kinesis Client Library for a consumer. */
final class Schedulers {
  /** The most that GetRecords of a table's stream returns. */
  private static final int RECORDS = 1000;

  /**
   * Where a consumer without leases begins. From LATEST on it would lose what arrives before its
   * first checkpoint if the worker ends before that.
   */
  private static final InitialPositionInStreamExtended START =
      InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON);

  /**
   * How many records, or bytes of them, wait in the library while the lanes of their shard are
   * full. It reads once more while it has less than both.
   */
  private static final int RECORDS_AHEAD = 3 * RECORDS;

  private static final int BYTES_AHEAD = 4 << 20;

  private static final Duration BETWEEN_READS = Duration.ofMillis(250);

  /**
   * What a shard of Kinesis is read in two hours, and one of a table in four: the adapter waits
   * twice as long after an empty read. One record that fails for good takes less than half an hour
   * with the settings that a worker has without others. Each empty read takes some 200 bytes.
   */
  private static final int EMPTY_READS =
      Math.toIntExact(Duration.ofHours(2).dividedBy(BETWEEN_READS));

  /** For the writes of a hand-over, after its invocations have ended. */
  private static final Duration HANDOVER = Duration.ofSeconds(5);

  private final WorkerSettings settings;
  private final String workerId;
  private final Region region;

  Schedulers(WorkerSettings settings, String workerId) {
    this.settings = settings;
    this.workerId = workerId;
    this.region = Region.of(Arn.fromString(arn()).region().orElseThrow());
  }

  private String arn() {
    return settings.mapping().source().arn();
  }

  Scheduler create(Supplier<ShardRecordProcessor> processors) {
    return settings.kind() == StreamKind.DYNAMODB ? ofTable(processors) : ofKinesis(processors);
  }

  private Scheduler ofTable(Supplier<ShardRecordProcessor> processors) {
    AmazonDynamoDBStreamsAdapterClient streams =
        new AmazonDynamoDBStreamsAdapterClient(
            DynamoDbStreamsClient.builder()
                .region(region)
                .httpClient(UrlConnectionHttpClient.create())
                .build(),
            region);
    ConfigsBuilder configs =
        configs(
            StreamsSchedulerFactory.createSingleStreamTracker(arn(), START), streams, processors);
    DynamoDBStreamsPollingConfig polling = new DynamoDBStreamsPollingConfig(arn(), streams);
    polling.idleTimeBetweenReadsInMillis(BETWEEN_READS.toMillis());
    polling.maxRecords(RECORDS);
    return StreamsSchedulerFactory.createScheduler(
        configs.checkpointConfig(),
        coordinator(configs),
        leases(configs),
        lifecycle(configs),
        metrics(configs),
        processor(configs),
        retrieval(configs, polling),
        streams);
  }

  /** Polls with HTTP/1.1: HTTP/2 is what enhanced fan-out needs, which nothing here uses. */
  private Scheduler ofKinesis(Supplier<ShardRecordProcessor> processors) {
    String name = settings.mapping().source().name();
    KinesisAsyncClient kinesis =
        KinesisAsyncClient.builder()
            .region(region)
            .httpClient(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1).build())
            .build();
    ConfigsBuilder configs = configs(new SingleStreamTracker(name, START), kinesis, processors);
    return new Scheduler(
        configs.checkpointConfig(),
        coordinator(configs),
        leases(configs),
        lifecycle(configs),
        metrics(configs),
        processor(configs),
        retrieval(
            configs,
            new PollingConfig(name, kinesis)
                .maxRecords(RECORDS)
                .idleTimeBetweenReadsInMillis(BETWEEN_READS.toMillis())));
  }

  private ConfigsBuilder configs(
      StreamTracker stream, KinesisAsyncClient client, Supplier<ShardRecordProcessor> processors) {
    return new ConfigsBuilder(
        stream,
        settings.name(),
        client,
        DynamoDbAsyncClient.builder().region(region).build(),
        CloudWatchAsyncClient.builder().region(region).build(),
        workerId,
        processors::get);
  }

  private CoordinatorConfig coordinator(ConfigsBuilder configs) {
    return configs
        .coordinatorConfig()
        .parentShardPollIntervalMillis(settings.failover().toMillis())
        .shardConsumerDispatchPollIntervalMillis(BETWEEN_READS.toMillis());
  }

  /**
   * The leader assigns leases to workers that reported within two periods of reports. With the
   * library's 30 s it would assign the leases of a killed worker to that worker again. An owner
   * that lives hands a shard over once its invocations have ended, however long they run.
   */
  private LeaseManagementConfig leases(ConfigsBuilder configs) {
    long failover = settings.failover().toMillis();
    LeaseManagementConfig leases =
        configs
            .leaseManagementConfig()
            .failoverTimeMillis(failover)
            .leaseAssignmentIntervalMillis(failover);
    leases
        .gracefulLeaseHandoffConfig()
        .gracefulLeaseHandoffTimeoutMillis(settings.patience().plus(HANDOVER).toMillis());
    leases
        .workerUtilizationAwareAssignmentConfig()
        .disableWorkerMetrics(true)
        .workerMetricsReporterFreqInMillis(failover / 2);
    return leases;
  }

  /** Also without records it is called, so that a quiet shard stores what was answered last. */
  private static ProcessorConfig processor(ConfigsBuilder configs) {
    return configs.processorConfig().callProcessRecordsEvenForEmptyRecordList(true);
  }

  /**
   * Lambda hands over a record that the Kinesis Producer Library aggregated as it is. Taken apart
   * it would be several records of one sequence number, which positions cannot tell apart.
   */
  private static LifecycleConfig lifecycle(ConfigsBuilder configs) {
    return configs
        .lifecycleConfig()
        .aggregatorUtil(
            new AggregatorUtil() {
              @Override
              public List<KinesisClientRecord> deaggregate(
                  List<KinesisClientRecord> records, BigInteger firstHash, BigInteger lastHash) {
                return new ArrayList<>(records);
              }
            });
  }

  /** The worker has its own ({@link Health}). */
  private static MetricsConfig metrics(ConfigsBuilder configs) {
    return configs.metricsConfig().metricsFactory(new NullMetricsFactory());
  }

  /**
   * After the end of a shard the library reads on until the last answer, and holds what it read:
   * nothing, each time. With its limit of three reads it then waits for a minute before the shard
   * counts as ended, and a worker that is to end waits with it. So records and bytes limit what is
   * read ahead, not reads.
   */
  private static RetrievalConfig retrieval(ConfigsBuilder configs, PollingConfig polling) {
    polling.recordsFetcherFactory().maxPendingProcessRecordsInput(EMPTY_READS);
    polling.recordsFetcherFactory().maxRecordsCount(RECORDS_AHEAD);
    polling.recordsFetcherFactory().maxByteSize(BYTES_AHEAD);
    return configs.retrievalConfig().retrievalSpecificConfig(polling);
  }
}
