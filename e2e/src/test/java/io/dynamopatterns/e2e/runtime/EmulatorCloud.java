package io.dynamopatterns.e2e.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.e2e.Level;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.emulator.kinesis.KinesisSpec;
import io.dynamopatterns.local.state.FleetState;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.sqs.SqsClient;

/** An emulator in a container. A queue for each bus keeps what was put on it. */
final class EmulatorCloud implements Cloud {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The last version that starts without a token. */
  private static final String LOCALSTACK_IMAGE = "localstack/localstack:4.14.0";

  private static final String FLOCI_IMAGE = "floci/floci:1.5.25";
  private static final int FLOCI_PORT = 4566;

  /**
   * Streams are DynamoDB Local's: on LocalStack's own, a change comes later than its write is
   * answered. Services start with the container, so that no request waits for them.
   */
  private static final Map<String, String> LOCALSTACK_SETTINGS =
      Map.of("PROVIDER_OVERRIDE_DYNAMODB", "v2", "EAGER_SERVICE_LOADING", "1");

  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  /**
   * Emulators take an access key of twelve digits for the account. Everything is found by name in
   * the account of the functions' key, but queues by the account in their recorded URLs.
   */
  private static final AwsCredentialsProvider QUEUE_OWNER =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("123456789012", "local"));

  /** The waiter's own delay is ten seconds. */
  private static final WaiterOverrideConfiguration OFTEN =
      WaiterOverrideConfiguration.builder()
          .maxAttempts(100)
          .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMillis(100)))
          .build();

  private static final String RULE = "everything";

  private final GenericContainer<?> container;
  private final URI endpoint;
  private final SdkHttpClient http = ApacheHttpClient.create();
  private final KinesisClient kinesis;
  private final EmulatorQueues queues;
  private final List<String> eventQueues = new ArrayList<>();
  private final Map<String, Integer> shards;

  EmulatorCloud(String emulator, FleetState state) {
    switch (emulator) {
      case "localstack" -> {
        LocalStackContainer localStack =
            new LocalStackContainer(image("localstack", LOCALSTACK_IMAGE))
                .withServices("dynamodb", "dynamodbstreams", "kinesis", "events", "sqs")
                .withEnv(LOCALSTACK_SETTINGS)
                .withStartupTimeout(START_LIMIT);
        localStack.start();
        container = localStack;
        endpoint = localStack.getEndpoint();
      }
      case "floci" -> {
        container =
            new GenericContainer<>(image("floci", FLOCI_IMAGE))
                .withExposedPorts(FLOCI_PORT)
                .waitingFor(Wait.forListeningPort())
                .withStartupTimeout(START_LIMIT);
        container.start();
        endpoint =
            URI.create(
                "http://%s:%d".formatted(container.getHost(), container.getMappedPort(FLOCI_PORT)));
      }
      default ->
          throw new IllegalArgumentException(
              "%s is '%s': it must be localstack or floci".formatted(Cloud.EMULATOR, emulator));
    }
    kinesis = client(KinesisClient.builder());
    queues = new EmulatorQueues(client(SqsClient.builder(), QUEUE_OWNER));
    queues.create(state.queues());
    shards =
        state.kinesisStreams().stream()
            .collect(Collectors.toMap(KinesisSpec::name, KinesisSpec::shards));
    shards.forEach(this::createStream);
    try (EventBridgeClient eventBridge = client(EventBridgeClient.builder())) {
      state.buses().forEach(bus -> createBus(eventBridge, bus));
    }
  }

  static boolean canStart(String emulator) {
    return Level.DOCKER.canRun(
        DockerClientFactory.instance().isDockerAvailable(),
        "Testcontainers finds no Docker engine for " + emulator);
  }

  /** The image that a system property names, like {@code floci.image}, or the given one. */
  private static DockerImageName image(String emulator, String image) {
    return DockerImageName.parse(System.getProperty(emulator + ".image", image))
        .asCompatibleSubstituteFor(image.substring(0, image.indexOf(':')));
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
    return client(builder, EmbeddedDynamoDb.CREDENTIALS);
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, AwsCredentialsProvider credentials) {
    return builder
        .httpClient(http)
        .endpointOverride(endpoint)
        .region(EmbeddedDynamoDb.REGION)
        .credentialsProvider(credentials)
        .build();
  }

  private void createStream(String name, int shardCount) {
    kinesis.createStream(create -> create.streamName(name).shardCount(shardCount));
    kinesis
        .waiter()
        .waitUntilStreamExists(DescribeStreamRequest.builder().streamName(name).build(), OFTEN);
  }

  private void createBus(EventBridgeClient eventBridge, String bus) {
    if (!bus.equals("default")) {
      eventBridge.createEventBus(create -> create.name(bus));
    }
    String queue = bus + "-events";
    String arn = queues.create(queue, Map.of());
    eventBridge.putRule(
        rule -> rule.eventBusName(bus).name(RULE).eventPattern("{\"source\":[{\"prefix\":\"\"}]}"));
    eventBridge.putTargets(
        put ->
            put.eventBusName(bus)
                .rule(RULE)
                .targets(Target.builder().id("queue").arn(arn).build()));
    eventQueues.add(queue);
  }

  @Override
  public Map<String, URI> endpoints() {
    return Stream.of("DYNAMODB", "KINESIS", "EVENTBRIDGE", "SQS")
        .collect(Collectors.toMap(service -> service, service -> endpoint));
  }

  @Override
  public EmbeddedKinesisStream stream(String name) {
    EmbeddedKinesisStream copy =
        new EmbeddedKinesisStream(name, shards.get(name), Clock.systemUTC());
    for (Shard shard : kinesis.listShards(list -> list.streamName(name)).shards()) {
      for (Record record : records(name, shard.shardId())) {
        copy.put(record.partitionKey(), record.data().asByteArray());
      }
    }
    return copy;
  }

  private List<Record> records(String stream, String shard) {
    String iterator =
        kinesis
            .getShardIterator(
                get ->
                    get.streamName(stream)
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    List<Record> records = new ArrayList<>();
    GetRecordsResponse page;
    do {
      String from = iterator;
      page = kinesis.getRecords(get -> get.shardIterator(from));
      records.addAll(page.records());
      iterator = page.nextShardIterator();
    } while (page.hasRecords() && !page.records().isEmpty());
    return records;
  }

  @Override
  public void readEvents(Consumer<JsonNode> reader) {
    for (String queue : eventQueues) {
      messages(queue).forEach(event -> reader.accept(parse(event)));
    }
  }

  @Override
  public List<String> messages(String queue) {
    return queues.messages(queue);
  }

  private static JsonNode parse(String event) {
    try {
      return JSON.readTree(event);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kinesis.close();
    queues.close();
    http.close();
    container.stop();
  }
}
